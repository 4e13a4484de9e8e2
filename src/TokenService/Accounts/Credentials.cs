namespace WxYarpGateway.TokenService.Accounts;

/// <summary>What a token depends on: two services with the same credentials share one token.</summary>
/// <param name="AppId">The account's AppId.</param>
/// <param name="AppSecret">The account's AppSecret.</param>
/// <param name="TokenEndpoint">The endpoint that issues the access_token.</param>
public readonly record struct Credentials(AppId AppId, AppSecret AppSecret, TokenEndpoint TokenEndpoint)
{
    /// <summary>Gets the AppId of the platform that acts for the account; empty for an account that acts for itself.</summary>
    public AppId Component { get; init; }

    /// <summary>Returns the credentials of an account.</summary>
    /// <param name="account">The account.</param>
    public static Credentials Of(Account account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return new Credentials(account.AppId, account.AppSecret, account.TokenEndpoint) { Component = account.Component?.AppId ?? default };
    }
}
