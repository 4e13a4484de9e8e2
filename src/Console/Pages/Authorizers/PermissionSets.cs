using System.Globalization;

namespace WxYarpGateway.Console.Pages.Authorizers;

/// <summary>Names permission sets as WeChat's own pages do, so that people find them there.</summary>
/// <remarks>
/// Sources: 第三方平台权限集 (developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/product/offical_account_authority.html and
/// miniprogram_authority.html), and for what WeChat's pages leave out its community, developers.weixin.qq.com/community/develop:
/// article/doc/0000864f810248308d1aa292e5b413 and doc/0008a68fe28b987116477bb275b400. WeChat adds sets without telling; an unknown one is
/// shown by its number.
/// </remarks>
internal static class PermissionSets
{
    private static readonly Dictionary<int, string> Names = new()
    {
        [1] = "消息管理权限",
        [2] = "用户管理权限",
        [3] = "帐号服务权限",
        [4] = "网页服务权限",
        [5] = "微信小店权限",
        [6] = "微信多客服权限",
        [7] = "群发与通知权限",
        [8] = "微信卡券权限",
        [9] = "微信扫一扫权限",
        [10] = "微信连WIFI权限",
        [11] = "素材管理权限",
        [12] = "微信摇周边权限",
        [13] = "微信门店权限",
        [14] = "微信支付权限",
        [15] = "自定义菜单权限",
        [16] = "获取认证状态及信息",
        [17] = "帐号管理权限（小程序）",
        [18] = "开发管理与数据分析权限（小程序）",
        [19] = "客服消息管理权限（小程序）",
        [20] = "微信登录权限（小程序）",
        [21] = "数据分析权限（小程序）",
        [22] = "城市服务接口权限",
        [23] = "广告管理权限",
        [24] = "开放平台帐号管理权限",
        [25] = "开放平台帐号管理权限（小程序）",
        [26] = "微信电子发票权限",
        [27] = "快速注册小程序权限",
        [30] = "小程序基本信息设置权限",
        [31] = "小程序认证权限",
        [33] = "小程序管理权限",
        [34] = "微信商品库权限",
        [35] = "微信卡路里权限",
        [36] = "微信卡路里权限（小程序）",
        [37] = "附近地点权限（小程序）",
        [40] = "插件管理权限（小程序）",
        [41] = "好物圈权限（小程序）",
        [44] = "好物圈权限",
        [45] = "快递配送权限（小程序）",
        [46] = "微信一物一码权限",
        [47] = "微信财政电子票据权限",
        [48] = "微信财政电子票据权限（小程序）",
        [49] = "云开发管理权限（小程序）",
        [51] = "即时配送权限（小程序）",
        [52] = "小程序直播权限（小程序）",
        [54] = "服务号对话能力权限",
        [57] = "页面推送权限（小程序）",
    };

    /// <summary>Returns the number and the name; the number alone when the name is not known.</summary>
    public static string Of(int number)
        => Names.TryGetValue(number, out var name)
            ? $"{number.ToString(CultureInfo.InvariantCulture)} {name}" : number.ToString(CultureInfo.InvariantCulture);
}
