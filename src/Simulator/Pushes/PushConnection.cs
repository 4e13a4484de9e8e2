namespace WxYarpGateway.Simulator.Pushes;

/// <summary>Creates the client that WeChat's pushes leave by: no proxy, no redirects, no cookies, no patience of its own.</summary>
internal static class PushConnection
{
    // A reply has a few kilobytes; what is longer is cut off as a broken answer.
    private const int LargestAnswer = 4 * 1024 * 1024;

    public static HttpClient Create()
    {
        // The client owns the handler and disposes of it.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ActivityHeadersPropagator = null };
        return new HttpClient(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LargestAnswer };
    }
}
