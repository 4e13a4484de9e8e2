namespace WxYarpGateway.TokenService.Accounts;

/// <summary>
/// Tells which accounts are configured now; a host that reloads registers its own, so that an account taken out is renewed no longer.
/// </summary>
public interface IAccountList
{
    /// <summary>Returns whether the account is still configured, with this very AppSecret and endpoint.</summary>
    bool Contains(Account account);
}
