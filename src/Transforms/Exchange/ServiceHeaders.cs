using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Exchange;

/// <summary>The headers that tell a backend whose request it got.</summary>
internal static class ServiceHeaders
{
    /// <summary>Writes them.</summary>
    public static void Write(IHeaderDictionary headers, WeChatService service)
    {
        headers[PassedHeaders.OurPrefix + "Service"] = Text(service.Name);
        headers[PassedHeaders.OurPrefix + "AppId"] = Text(service.Account.AppId.Value);
    }

    /// <summary>
    /// Returns a text as a header may carry it: percent-encoded when it is not plain ASCII, as the names of services may be.
    /// </summary>
    public static string Text(string text)
        => text.AsSpan().ContainsAnyExceptInRange('!', '~') ? Uri.EscapeDataString(text) : text;
}
