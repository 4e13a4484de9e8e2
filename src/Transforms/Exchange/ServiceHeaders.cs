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
        headers[Prefix + "Service"] = Text(service.ShownName);
        headers[Prefix + "AppId"] = Text(service.Account.AppId.Value);
        if (service.Account.Component is { } component)
        {
            headers[Prefix + "Component-AppId"] = Text(component.AppId.Value);
        }

        if (!service.IsKnown)
        {
            headers[Prefix + "Authorizer"] = "unknown";
        }
    }

    /// <summary>
    /// Returns a text as a header may carry it: percent-encoded when it is not plain ASCII, as the names of services may be.
    /// </summary>
    internal static string Text(string text)
        => text.AsSpan().ContainsAnyExceptInRange('!', '~') ? Uri.EscapeDataString(text) : text;
}
