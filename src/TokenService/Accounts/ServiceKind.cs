namespace WxYarpGateway.TokenService.Accounts;

/// <summary>Says what sort of WeChat account a service is.</summary>
public enum ServiceKind
{
    /// <summary>A subscription or service account (公众号, 服务号).</summary>
    OfficialAccount,

    /// <summary>A mini program or mini game (小程序).</summary>
    MiniProgram,

    /// <summary>A WeChat store (微信小店, formerly 视频号小店).</summary>
    ChannelsShop,
}
