namespace WxYarpGateway.TokenService.Accounts;

/// <summary>The list of a host that keeps none: whoever asks for a token is an account.</summary>
internal sealed class EveryAccount : IAccountList
{
    public bool Contains(Account account) => true;
}
