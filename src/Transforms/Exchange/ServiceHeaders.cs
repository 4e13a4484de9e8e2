using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Exchange;

/// <summary>
/// The headers that name the service to its backend. The gateway removes headers with this prefix that clients or backends send.
/// </summary>
public static class ServiceHeaders
{
    /// <summary>The prefix of their names.</summary>
    public const string Prefix = "X-WeChat-";

    /// <summary>Writes them.</summary>
    internal static void Write(IHeaderDictionary headers, WeChatService service)
    {
        headers[Prefix + "Service"] = Text(service.Name);
        headers[Prefix + "AppId"] = Text(service.Account.AppId.Value);
    }

    /// <summary>
    /// Returns a text as a header may carry it: percent-encoded when it is not plain ASCII, as the names of services may be.
    /// </summary>
    internal static string Text(string text)
        => text.AsSpan().ContainsAnyExceptInRange('!', '~') ? Uri.EscapeDataString(text) : text;
}
