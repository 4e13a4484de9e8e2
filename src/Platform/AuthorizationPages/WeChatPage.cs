using System.Globalization;

namespace WxYarpGateway.Platform.AuthorizationPages;

/// <summary>The addresses of WeChat's authorization pages.</summary>
/// <param name="MpUrl">The host of the page for desktops, <c>https://mp.weixin.qq.com</c>.</param>
/// <param name="OpenUrl">The host of the page inside WeChat, <c>https://open.weixin.qq.com</c>.</param>
internal sealed record WeChatPage(Uri MpUrl, Uri OpenUrl)
{
    /// <summary>Returns the address that a browser is sent to.</summary>
    /// <param name="client">Which page.</param>
    /// <param name="invitation">What is asked for, with the platform's AppId; the configuration's values are filled in already.</param>
    /// <param name="preAuthCode">A fresh pre_auth_code.</param>
    /// <param name="returnTo">Where WeChat sends the browser afterwards.</param>
    public Uri AddressFor(AuthorizationClient client, Invitation invitation, string preAuthCode, Uri returnTo)
    {
        var query = $"component_appid={Uri.EscapeDataString(invitation.Platform)}&pre_auth_code={Uri.EscapeDataString(preAuthCode)}"
            + $"&redirect_uri={Uri.EscapeDataString(returnTo.AbsoluteUri)}";

        // biz_appid beats auth_type, where older pages of WeChat's say that they exclude each other: so never both.
        query += invitation.BizAppId is { } bizAppId ? $"&biz_appid={Uri.EscapeDataString(bizAppId)}"
            : invitation.AuthType is { } authType ? string.Create(CultureInfo.InvariantCulture, $"&auth_type={authType}")
            : "";
        if (invitation.Categories is { Count: > 0 } categories)
        {
            // WeChat wants the bar as it is shown, or escaped; escaped passes every proxy.
            query += "&category_id_list=" + string.Join("%7C", categories.Select(Uri.EscapeDataString));
        }

        return client == AuthorizationClient.H5
            ? Below(OpenUrl, $"/wxaopen/safe/bindcomponent?action=bindcomponent&no_scan=1&{query}#wechat_redirect")
            : Below(MpUrl, $"/cgi-bin/componentloginpage?{query}");
    }

    // A configured host may have a path, as a reverse proxy in between needs it.
    private static Uri Below(Uri host, string path) => new(host.AbsoluteUri.TrimEnd('/') + path);
}
