using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace WxYarpGateway.Gateway.Access.Limits;

/// <summary>
/// Sets the limits of the web server, for all addresses. HTTP/2, over TLS only, keeps Kestrel's: 100 streams a connection, counted resets.
/// </summary>
internal static class ServerLimits
{
    // WeChat's requests are far smaller; browsers and proxies keep to about the same (nginx: large_client_header_buffers 4 × 8k).
    private const int RequestLineBytes = 8 * 1024;
    private const int HeaderBytes = 32 * 1024;
    private const int Headers = 100;

    // Servers disagree whether LF alone ends a line, and a header or a request can hide in the difference. Kestrel has only this switch.
    private const string NoLinesWithoutReturn = "Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators";

    // Longer than a proxy keeps a connection (nginx: 60 s), so that the proxy closes it.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(75);

    // Honest clients send headers in one piece or two.
    private static readonly TimeSpan HeadersWithin = TimeSpan.FromSeconds(10);

    // A phone on a bad network is faster.
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
