using System.Net;
using Microsoft.AspNetCore.Http.Features;

namespace WxYarpGateway.Gateway.Tries;

/// <summary>
/// Has the gateway's whole pipeline, from routing on, answer a request that no connection brought, as if it came to the public listener.
/// </summary>
internal sealed class InnerRequests(IHttpContextFactory contexts) : IStartupFilter
{
    private volatile RequestDelegate? _pipeline;

    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        // First of all, and it adds nothing to the way of other requests.
        app.Use(pipeline => _pipeline = pipeline);
        next(app);
    };

    /// <summary>Sends a request; returns the status, 0 for none, and the body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="prepare">Marks the request.</param>
    /// <param name="cancellationToken">Hangs up.</param>
    public async Task<(int Status, ReadOnlyMemory<byte> Body)> SendAsync(
        HttpRequestMessage request, Action<HttpContext> prepare, CancellationToken cancellationToken)
    {
        var pipeline = _pipeline ?? throw new InvalidOperationException("The gateway is not started.");
        using var written = new MemoryStream();
        using var body = new MemoryStream(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        var lifetime = new Lifetime { RequestAborted = cancellationToken };
        var context = contexts.Create(Features(request, body, written, lifetime));
        try
        {
            context.Connection.RemoteIpAddress = IPAddress.Loopback;
            context.Connection.LocalIpAddress = IPAddress.Loopback;
            prepare(context);
            await pipeline(context);
            await context.Response.CompleteAsync();
            return lifetime.IsAborted ? (0, default) : (context.Response.StatusCode, written.ToArray());
        }
        finally
        {
            contexts.Dispose(context);
        }
    }

    private static FeatureCollection Features(HttpRequestMessage request, Stream body, Stream written, Lifetime lifetime)
    {
        var url = request.RequestUri!;
        var features = new FeatureCollection();
        IHeaderDictionary headers = new HeaderDictionary();
        headers.Host = url.Authority;
        headers.ContentLength = request.Content!.Headers.ContentLength;
        headers.ContentType = request.Content.Headers.ContentType?.ToString();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature
        {
            Protocol = HttpProtocol.Http11,
            Scheme = url.Scheme,
            Method = request.Method.Method,
            Path = Uri.UnescapeDataString(url.AbsolutePath),
            QueryString = url.Query,
            RawTarget = url.PathAndQuery,
            Headers = headers,
            Body = body,
        });
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(written));
        features.Set<IHttpConnectionFeature>(new HttpConnectionFeature { ConnectionId = "" });
        features.Set<IHttpRequestLifetimeFeature>(lifetime);
        return features;
    }

    private sealed class Lifetime : IHttpRequestLifetimeFeature
    {
        public CancellationToken RequestAborted { get; set; }

        public bool IsAborted { get; private set; }

        public void Abort() => IsAborted = true;
    }
}
