using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Simulator.OAuth;

/// <summary>Lets tests and scripts choose who signs in, create codes without a page, and read how codes were used.</summary>
public sealed class WebAuthorization
{
    private readonly AccountBook _accounts;
    private readonly UserBook _users;
    private readonly OAuthRegister _register;
    private readonly SignedInUsers _signedIn;

    internal WebAuthorization(AccountBook accounts, UserBook users, OAuthRegister register, SignedInUsers signedIn)
    {
        _accounts = accounts;
        _users = users;
        _register = register;
        _signedIn = signedIn;
    }

    /// <summary>Gets every code of the last day, oldest first.</summary>
    public IReadOnlyList<CodeUse> Codes => _register.Codes;

    /// <summary>Signs a user of the account in; the browser's cookie does not count.</summary>
    public void SignIn(string appId, string openId) => _signedIn.SignIn(_accounts.Find(appId).AppId, Find(appId, openId).OpenId);

    /// <summary>Undoes <see cref="SignIn"/>, so that the browser's cookie counts again.</summary>
    public void SignOut(string appId) => _signedIn.SignOut(appId);

    /// <summary>Creates the code that the authorize page returns after the user's consent.</summary>
    public string CreateCode(string appId, string openId, string scope) =>
        scope is OAuthScope.Base or OAuthScope.UserInfo
            ? _register.IssueCode(_accounts.Find(appId).AppId, Find(appId, openId).OpenId, scope)
            : throw new ArgumentException($"The scope must be '{OAuthScope.Base}' or '{OAuthScope.UserInfo}'.", nameof(scope));

    /// <summary>Returns how many calls named a code, including refused ones.</summary>
    public int ExchangesOf(string code) => Codes.Where(use => use.Code == code).Sum(use => use.Exchanges);

    private SimulatedUser Find(string appId, string openId) =>
        _users.TryFind(appId, openId, out var user)
            ? user
            : throw new ArgumentException($"No user '{openId}' was added to the account '{appId}'.", nameof(openId));
}
