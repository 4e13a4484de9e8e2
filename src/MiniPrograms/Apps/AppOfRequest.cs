namespace WxYarpGateway.MiniPrograms.Apps;

/// <summary>Tells which mini program a request is for: the header <c>User-App</c>, else the query's <c>appid</c>.</summary>
internal static class AppOfRequest
{
    /// <summary>The header that names the mini program.</summary>
    public const string Header = "User-App";

    private const string Query = "appid";

    /// <summary>Reads the AppId; it is <see langword="null"/> when none is named.</summary>
    /// <param name="request">The request.</param>
    /// <param name="appId">The AppId.</param>
    /// <returns>Whether there is at most one. Of two, one part of the gateway might take the one, and a backend the other.</returns>
    public static bool TryRead(HttpRequest request, out string? appId)
    {
        var named = request.Headers[Header];
        if (named.Count == 0)
        {
            named = request.QueryString.HasValue ? request.Query[Query] : default;
        }

        // Proxies may join two headers with a comma, which is in no AppId.
        appId = named.Count == 1 && named[0] is { Length: > 0 } text ? text : null;
        return named.Count <= 1 && appId?.Contains(',', StringComparison.Ordinal) != true;
    }
}
