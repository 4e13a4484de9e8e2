namespace WxYarpGateway.TokenService.Accounts;

/// <summary>The list of a host without one: every account that asks for a token is served.</summary>
internal sealed class EveryAccount : IAccountList
{
    public bool Contains(Account account) => true;
}
