using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WxYarpGateway.Testing.Backends;

/// <summary>A backend over a real socket that answers as its script says, and remembers every call.</summary>
public sealed class ScriptedBackend : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<BackendCall> _calls = [];

    private ScriptedBackend(WebApplication app)
    {
        _app = app;
    }

    /// <summary>Gets or sets how calls are answered; by default with 200 and nothing to say.</summary>
    public Func<BackendCall, HttpContext, Task> Script { get; set; } = (_, _) => Task.CompletedTask;

    public string Address => _app.Urls.First();

    public IReadOnlyList<BackendCall> Calls => [.. _calls];

    public BackendCall OnlyCall => Calls is [var call] ? call
        : throw new InvalidOperationException($"The backend was called {Calls.Count} times.");

    public static Task<ScriptedBackend> StartAsync(CancellationToken cancellationToken)
        => StartAsync(certificate: null, port: 0, cancellationToken);

    /// <summary>Starts one on a port where there was none a moment ago.</summary>
    public static Task<ScriptedBackend> StartAtAsync(int port, CancellationToken cancellationToken)
        => StartAsync(certificate: null, port, cancellationToken);

    /// <summary>Starts one that speaks TLS with a certificate which nobody vouches for.</summary>
    public static async Task<ScriptedBackend> StartWithUnprovenCertificateAsync(CancellationToken cancellationToken)
    {
        using var key = ECDsa.Create();
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        return await StartAsync(
            request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1)), port: 0, cancellationToken);
    }

    private static async Task<ScriptedBackend> StartAsync(X509Certificate2? certificate, int port, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                if (certificate is not null)
                {
                    listen.UseHttps(certificate);
                }
            });
        });
        if (certificate is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        var app = builder.Build();
        var backend = new ScriptedBackend(app);
        app.Run(backend.AnswerAsync);
        await app.StartAsync(cancellationToken);
        return backend;
    }

    /// <summary>Answers every call with this JSON.</summary>
    public void Answers(string json) => Script = (_, context) => WriteAsync(context, json);

    public static Task WriteAsync(HttpContext context, string body, int status = 200, string contentType = "application/json")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body)).AsTask();
    }

    public async ValueTask DisposeAsync()
    {
        // Scripts that hang are cut off: a test's end does not wait for them.
        using var cut = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _app.StopAsync(cut.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var headers = new HeaderDictionary(
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase));
        var call = new BackendCall(
            context.Request.Method, context.Request.Path, context.Request.QueryString.Value ?? "", headers, body.ToArray());
        _calls.Enqueue(call);
        await Script(call, context);
    }
}
