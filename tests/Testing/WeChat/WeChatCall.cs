using System.Text.Json;

namespace WxYarpGateway.Testing.WeChat;

/// <summary>A request that reached the scripted WeChat.</summary>
public sealed record WeChatCall(HttpMethod Method, Uri Url, string Body, string? ContentType)
{
    public string Path => Url.AbsolutePath;

    /// <summary>Gets a value indicating whether the call asks stable_token to end the current token.</summary>
    public bool IsForced => Body.Length > 0 && JsonDocument.Parse(Body).RootElement.TryGetProperty("force_refresh", out var force)
        && force.GetBoolean();

    /// <summary>Returns a value of the query, decoded; null when it is not there.</summary>
    public string? Query(string name) => Url.Query.TrimStart('?').Split('&')
        .Select(pair => pair.Split('=', 2))
        .Where(pair => pair[0] == name)
        .Select(pair => Uri.UnescapeDataString(pair[1]))
        .SingleOrDefault();
}
