namespace WxYarpGateway.Simulator.Pushes;

/// <summary>Creates the HTTP client for pushes: no proxy, no redirects, no cookies, no timeout of its own.</summary>
internal static class PushConnection
{
    // A reply has a few kilobytes; a longer answer counts as broken.
    private const int LargestAnswer = 4 * 1024 * 1024;

    public static HttpClient Create()
    {
        // The client owns the handler and disposes of it.
        var handler =
            new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ActivityHeadersPropagator = null };
        return new HttpClient(handler, disposeHandler: true)
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LargestAnswer,
        };
    }
}
