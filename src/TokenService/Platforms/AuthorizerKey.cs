using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.TokenService.Platforms;

/// <summary>Names one account in the care of one platform. The names of services do not matter here: a service may be renamed.</summary>
/// <param name="Component">The platform's AppId.</param>
/// <param name="AppId">The account's AppId.</param>
public readonly record struct AuthorizerKey(AppId Component, AppId AppId)
{
    /// <summary>Returns the key of an authorizer's account.</summary>
    /// <param name="authorizer">The account, which has a <see cref="Account.Component"/>.</param>
    /// <exception cref="ArgumentException">The account has none.</exception>
    public static AuthorizerKey Of(Account authorizer)
    {
        ArgumentNullException.ThrowIfNull(authorizer);
        return authorizer.Component is { } platform
            ? new AuthorizerKey(platform.AppId, authorizer.AppId)
            : throw new ArgumentException("The account is not in a platform's care.", nameof(authorizer));
    }

    /// <summary>Returns the account with which to ask for tokens and to call WeChat.</summary>
    /// <param name="platform">The platform's account, as it is configured now.</param>
    /// <param name="appId">The authorizer's AppId.</param>
    /// <param name="kind">The sort of account, when it is known. It does not matter for tokens.</param>
    public static Account AccountOf(Account platform, AppId appId, ServiceKind kind = ServiceKind.Other)
    {
        ArgumentNullException.ThrowIfNull(platform);
        return new Account(platform.Service, kind, appId, default, TokenEndpoint.Classic)
        {
            Component = platform,
            Language = platform.Language,
        };
    }

    /// <summary>Returns both AppIds.</summary>
    public override string ToString() => $"{Component.Value}/{AppId.Value}";
}
