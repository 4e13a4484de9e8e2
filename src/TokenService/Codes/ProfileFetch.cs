namespace WxYarpGateway.TokenService.Codes;

/// <summary>When a user's profile (<c>/sns/userinfo</c>) is fetched.</summary>
public enum ProfileFetch
{
    /// <summary>Never.</summary>
    Never,

    /// <summary>When the user granted the scope <c>snsapi_userinfo</c>.</summary>
    WhenGranted,

    /// <summary>Always; WeChat decides whether it may be seen.</summary>
    Always,
}
