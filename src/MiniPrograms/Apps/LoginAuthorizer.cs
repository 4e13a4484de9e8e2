using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.MiniPrograms.Apps;

/// <summary>A mini program in a platform's care.</summary>
/// <param name="Platform">The name of the platform's service.</param>
/// <param name="Service">The name of its own service, such as <c>saas/wx1234</c>.</param>
/// <param name="Account">The account, with the platform's as its component.</param>
/// <param name="Overrides">
/// A JSON object with the keys of <see cref="LoginOptions"/> that differ from the configuration, by API or console;
/// <see langword="null"/> for none.
/// </param>
public sealed record LoginAuthorizer(string Platform, string Service, Account Account, string? Overrides)
{
    /// <summary>Returns the name only: overrides have tokens.</summary>
    public override string ToString() => Service;
}
