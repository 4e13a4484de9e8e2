using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Exchange;

/// <summary>The headers that tell a backend whose request it got. Neither a client nor a backend may send headers with their prefix on.</summary>
public static class ServiceHeaders
{
    /// <summary>How the name of each of them begins.</summary>
    public const string Prefix = "X-WeChat-";

    /// <summary>Writes them.</summary>
    internal static void Write(IHeaderDictionary headers, WeChatService service)
    {
        headers[Prefix + "Service"] = Text(service.Name);
        headers[Prefix + "AppId"] = Text(service.Account.AppId.Value);
    }

    /// <summary>Returns a text as a header may carry it: percent-encoded when it is not plain ASCII, as the names of services may be.</summary>
    internal static string Text(string text)
        => text.AsSpan().ContainsAnyExceptInRange('!', '~') ? Uri.EscapeDataString(text) : text;
}
