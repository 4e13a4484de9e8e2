using WxYarpGateway.Simulator.Accounts;

namespace WxYarpGateway.Simulator.Platforms;

/// <summary>Knows the permission sets (权限集) that guard simulated paths: their numbers, names and kinds of account.</summary>
internal static class PermissionTable
{
    // Numbers and names from the console's list of permission sets. Which path belongs to which set is not in one document.
    private static readonly PermissionSet[] Sets =
    [
        new(1, "消息管理权限", AccountKind.OfficialAccount, ["/cgi-bin/message/custom/"]),
        new(2, "用户管理权限", AccountKind.OfficialAccount, ["/cgi-bin/user/", "/cgi-bin/tags/"]),
        new(3, "帐号服务权限", AccountKind.OfficialAccount, ["/cgi-bin/qrcode/", "/cgi-bin/shorturl", "/cgi-bin/shorten/"]),
        new(4, "网页服务权限", AccountKind.OfficialAccount, ["/cgi-bin/ticket/", "/sns/"]),
        new(6, "微信多客服权限", AccountKind.OfficialAccount, ["/customservice/", "/cgi-bin/customservice/"]),
        new(7, "群发与通知权限", AccountKind.OfficialAccount, ["/cgi-bin/message/mass/", "/cgi-bin/message/template/", "/cgi-bin/template/"]),
        new(
            11,
            "素材管理权限",
            AccountKind.OfficialAccount,
            ["/cgi-bin/media/", "/cgi-bin/material/", "/cgi-bin/draft/", "/cgi-bin/freepublish/"]),
        new(15, "自定义菜单权限", AccountKind.OfficialAccount, ["/cgi-bin/menu/", "/cgi-bin/get_current_selfmenu_info"]),
        new(17, "小程序帐号管理权限", AccountKind.MiniProgram, []),
        new(18, "小程序开发与数据分析权限", AccountKind.MiniProgram, ["/wxa/"]),
        new(19, "小程序客服消息管理权限", AccountKind.MiniProgram, ["/cgi-bin/message/custom/", "/cgi-bin/media/"]),
    ];

    public static readonly IReadOnlyList<int> All = [.. Sets.Select(set => set.Id)];

    /// <summary>Returns the name of a set; sets that guard no simulated path have none.</summary>
    public static string NameOf(int id) => Array.Find(Sets, set => set.Id == id)?.Name ?? $"权限集 {id}";

    /// <summary>Returns whether the set can be granted by the kind of account; unknown sets can by any.</summary>
    public static bool Fits(int id, AccountKind kind) => Array.Find(Sets, set => set.Id == id) is not { } set || set.Kind == kind;

    /// <summary>Returns whether the granted sets allow a path; a path that no set guards needs none.</summary>
    public static bool Allows(IReadOnlyCollection<int> granted, AccountKind kind, string path) =>
        Array.Find(Sets, set => set.Kind == kind && Array.Exists(set.Paths, prefix => path.StartsWith(prefix, StringComparison.Ordinal)))
            is not { } guard || granted.Contains(guard.Id);

    private sealed record PermissionSet(int Id, string Name, AccountKind Kind, string[] Paths);
}
