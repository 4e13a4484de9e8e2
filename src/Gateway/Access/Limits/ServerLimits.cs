using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace WxYarpGateway.Gateway.Access.Limits;

/// <summary>
/// The limits of the web server, on all addresses. HTTP/2, which is spoken over TLS only, keeps the server's own: 100 streams a connection,
/// and resets counted.
/// </summary>
internal static class ServerLimits
{
    // WeChat's requests are far smaller; browsers and proxies keep to about the same (nginx: large_client_header_buffers 4 × 8k).
    private const int RequestLineBytes = 8 * 1024;
    private const int HeaderBytes = 32 * 1024;
    private const int Headers = 100;

    // A line that ends in LF alone is one line to some and two to others, and a header or a request can hide in the difference. Kestrel has
    // no option for it but this.
    private const string NoLinesWithoutReturn = "Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators";

    // Longer than a proxy before the gateway keeps a connection (60 s with nginx), so that it is the one to close it.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(75);

    // Headers come in one piece or two; who takes longer wants to hold the connection.
    private static readonly TimeSpan HeadersWithin = TimeSpan.FromSeconds(10);

    // A phone on the worst of networks is faster; half of a push would take minutes at it.
    private static readonly MinDataRate SlowestClient = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));

    /// <summary>Sets the limits. How many connections there may be is configured, and set with the addresses.</summary>
    public static void Apply(KestrelServerOptions kestrel)
    {
        AppContext.SetSwitch(NoLinesWithoutReturn, true);
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        limits.MaxRequestLineSize = RequestLineBytes;
        limits.MaxRequestHeadersTotalSize = HeaderBytes;
        limits.MaxRequestHeaderCount = Headers;
        limits.RequestHeadersTimeout = HeadersWithin;
        limits.KeepAliveTimeout = KeepAlive;
        limits.MinRequestBodyDataRate = SlowestClient;
        limits.MinResponseDataRate = SlowestClient;
    }
}
