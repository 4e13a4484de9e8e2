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

    /// <summary>A third-party platform (第三方平台), which acts for the accounts that gave themselves into its care.</summary>
    Platform,

    /// <summary>An authorizer of a type that has no kind of its own, such as a channels account. It cannot be configured.</summary>
    Other,
}
