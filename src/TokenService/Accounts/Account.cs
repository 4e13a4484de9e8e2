namespace WxYarpGateway.TokenService.Accounts;

/// <summary>Represents a configured WeChat account as far as calls to WeChat are concerned.</summary>
/// <param name="Service">The name of the service in the configuration.</param>
/// <param name="Kind">The sort of account.</param>
/// <param name="AppId">The account's AppId.</param>
/// <param name="AppSecret">The account's AppSecret; empty when none is configured.</param>
/// <param name="TokenEndpoint">The endpoint that issues the account's access_token.</param>
public sealed record Account(string Service, ServiceKind Kind, AppId AppId, AppSecret AppSecret, TokenEndpoint TokenEndpoint)
{
    /// <summary>Gets the language in which WeChat names places in users' profiles.</summary>
    /// <value>The default is <c>zh_CN</c>.</value>
    public string Language { get; init; } = "zh_CN";

    /// <summary>Gets the platform that acts for the account; <see langword="null"/> for an account with an AppSecret of its own.</summary>
    /// <value>An account of <see cref="ServiceKind.Platform"/>. The account itself is then one of its authorizers.</value>
    public Account? Component { get; init; }
}
