using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Demo.Platform;

/// <summary>What WeChat knows: the platform as its console describes it, and the shop that is going to authorize it.</summary>
internal static class SimulatedConsole
{
    public const string Component = "wxdemo000000000saas";
    public const string ComponentName = "海风管家";
    public const string Secret = "demo-secret";
    public const string Token = "demo-token";
    public const string AesKey = Stage.AesKey;

    public const string Shop = "wxdemo00000000shop";
    public const string ShopName = "海风书店";

    // 消息管理权限 and 用户管理权限.
    private static readonly int[] PermissionSets = [1, 2];

    /// <summary>Opens the shop's account, and the platform, whose first ticket is pushed at once.</summary>
    public static void Fill(WeChatSimulator weChat, Uri gateway)
    {
        weChat.AddAccount(new SimulatedAccount { AppId = Shop, Name = ShopName, OriginalId = "gh_demo_shop" });
        weChat.AddUser(Shop, new SimulatedUser { OpenId = PushedMessage.Text("").FromUser, Nickname = "Ada" });
        weChat.AddPlatform(new SimulatedPlatform
        {
            AppId = Component,
            AppSecret = Secret,
            Name = ComponentName,
            Token = Token,
            EncodingAesKey = AesKey,
            EventUrl = new Uri(gateway, GatewaySettings.EventPath),
            MessageUrl = new Uri($"{gateway}wx/saas/{SimulatedPlatform.AppIdMark}/message"),
            PermissionSets = PermissionSets,
            AuthorizationDomains = [gateway.Host],
        });
    }
}
