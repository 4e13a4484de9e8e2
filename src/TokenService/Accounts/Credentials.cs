namespace WxYarpGateway.TokenService.Accounts;

/// <summary>What a token depends on: two services with the same credentials share one token.</summary>
internal readonly record struct Credentials(AppId AppId, AppSecret AppSecret, TokenEndpoint TokenEndpoint)
{
    public static Credentials Of(Account account) => new(account.AppId, account.AppSecret, account.TokenEndpoint);
}
