using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.Gateway.ApiProxy.Platforms;

/// <summary>Says which permission set (权限集) an account has to grant, when WeChat says only that one is missing.</summary>
internal static class PermissionHints
{
    // Numbers and names as in WeChat's console. Which path belongs to which set is in no one document; what is not sure is not here.
    private static readonly PermissionSet[] Sets =
    [
        new(1, "消息管理权限", IsMiniProgram: false, ["/cgi-bin/message/custom/"]),
        new(2, "用户管理权限", IsMiniProgram: false, ["/cgi-bin/user/", "/cgi-bin/tags/"]),
        new(3, "帐号服务权限", IsMiniProgram: false, ["/cgi-bin/qrcode/", "/cgi-bin/shorten/"]),
        new(4, "网页服务权限", IsMiniProgram: false, ["/cgi-bin/ticket/", "/sns/"]),
        new(6, "微信多客服权限", IsMiniProgram: false, ["/customservice/", "/cgi-bin/customservice/"]),
        new(7, "群发与通知权限", IsMiniProgram: false, ["/cgi-bin/message/mass/", "/cgi-bin/message/template/", "/cgi-bin/template/"]),
        new(11, "素材管理权限", IsMiniProgram: false, ["/cgi-bin/media/", "/cgi-bin/material/", "/cgi-bin/draft/", "/cgi-bin/freepublish/"]),
        new(15, "自定义菜单权限", IsMiniProgram: false, ["/cgi-bin/menu/", "/cgi-bin/get_current_selfmenu_info"]),
        new(18, "小程序开发与数据分析权限", IsMiniProgram: true, ["/wxa/", "/datacube/"]),
        new(19, "小程序客服消息管理权限", IsMiniProgram: true, ["/cgi-bin/message/custom/", "/cgi-bin/media/"]),
    ];

    /// <summary>Returns a sentence for a call that WeChat refused; <see langword="null"/> when there is nothing to say.</summary>
    public static string? For(Account account, string path, int errorCode)
    {
        if (errorCode is not (ErrorCodes.PlatformUnauthorized or ErrorCodes.ApiUnauthorized))
        {
            return null;
        }

        if (account.Kind == ServiceKind.Platform)
        {
            return "If the call is about an account in the platform's care, write its AppId in the URL in the place of component.";
        }

        return account.Component is null ? null
            : SetOf(account.Kind, path) is { } set
                ? $"The call needs permission set {set.Id} ({set.Name}). The platform must have it, and the account must grant it: let it authorize "
                    + "the platform again."
            : "The call needs a permission set (权限集) that the platform lacks or the account has not granted; or the account itself may not "
                + "make the call.";
    }

    private static PermissionSet? SetOf(ServiceKind kind, string path)
        => Array.Find(
            Sets,
            set => set.IsMiniProgram == (kind == ServiceKind.MiniProgram)
                && Array.Exists(set.Paths, prefix => path.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)));

    private sealed record PermissionSet(int Id, string Name, bool IsMiniProgram, string[] Paths);
}
