using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Forwarder;

namespace WxYarpGateway.Browser.Tests.Web;

/// <summary>
/// Stands where nginx stands in production: leads each host to its server, over TLS if need be, and remembers all that went through.
/// </summary>
internal sealed class RecordingProxy : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpMessageInvoker _client = new(
        new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });
    private ConcurrentDictionary<string, Uri> _servers = new(StringComparer.OrdinalIgnoreCase);
    private ConcurrentQueue<WebExchange> _exchanges = [];

    private RecordingProxy(WebApplication app)
    {
        _app = app;
    }

    public Uri Address => new(_app.Urls.First());

    /// <summary>Gets what went through, the earliest answer first.</summary>
    public IReadOnlyList<WebExchange> Exchanges => [.. _exchanges];

    public static async Task<RecordingProxy> StartAsync(bool hasTls, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddHttpForwarder();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (hasTls)
            {
                listen.UseHttps(Certificate());
            }
        }));

        var app = builder.Build();
        var proxy = new RecordingProxy(app);
        app.Run(proxy.PassOnAsync);
        await app.StartAsync(cancellationToken);
        return proxy;
    }

    /// <summary>Forgets everything, and leads these hosts to these servers from now on.</summary>
    public void Lead(params (string Host, Uri Server)[] servers)
    {
        _servers = new(servers.Select(server => KeyValuePair.Create(server.Host, server.Server)), StringComparer.OrdinalIgnoreCase);
        _exchanges = [];
    }

    /// <summary>Leads one more host to a server, or again.</summary>
    public void Lead(string host, Uri server) => _servers[host] = server;

    /// <summary>Leads a host nowhere: requests to it are remembered and go no further.</summary>
    public void Cut(string host) => _servers.TryRemove(host, out _);

    public async ValueTask DisposeAsync()
    {
        using var cut = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _app.StopAsync(cut.Token);
        await _app.DisposeAsync();
        _client.Dispose();
    }

    // Nobody vouches for it, and the browsers of these tests do not ask.
    private static X509Certificate2 Certificate()
    {
        // Browsers do not take the default, P-521.
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=everything.example", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private async Task PassOnAsync(HttpContext context)
    {
        var request = context.Request;
        var (method, url, requestHeaders, exchanges) = (request.Method, request.GetEncodedUrl(), Copy(request.Headers), _exchanges);
        var answer = context.Response.Body;
        using var body = new MemoryStream();
        context.Response.Body = body;
        if (_servers.TryGetValue(request.Host.Host, out var server))
        {
            var forwarder = context.RequestServices.GetRequiredService<IHttpForwarder>();
            await forwarder.SendAsync(context, server.AbsoluteUri, _client);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsync("Nobody is here.", context.RequestAborted);
        }

        exchanges.Enqueue(new WebExchange(method, url, requestHeaders, context.Response.StatusCode, Copy(context.Response.Headers),
            Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length)));
        context.Response.Body = answer;
        if (body.Length > 0)
        {
            await answer.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), context.RequestAborted);
        }
    }

    private static Dictionary<string, StringValues> Copy(IHeaderDictionary headers) => new(headers, StringComparer.OrdinalIgnoreCase);
}
