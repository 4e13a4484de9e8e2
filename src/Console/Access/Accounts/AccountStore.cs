using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using WxYarpGateway.Console.Access.Store;

namespace WxYarpGateway.Console.Access.Accounts;

/// <summary>
/// Identity's own store, but for what opens an account to who reads the database: the authenticator's key is encrypted, and of recovery
/// codes only digests are kept.
/// </summary>
internal sealed class AccountStore(AccessDatabase database, IDataProtectionProvider protection, IdentityErrorDescriber describer)
    : UserOnlyStore<Account, AccessDatabase>(database, describer)
{
    private readonly IDataProtector _protector = protection.CreateProtector("WxYarpGateway.Console.Authenticator");

    /// <inheritdoc/>
    public override Task SetAuthenticatorKeyAsync(Account user, string key, CancellationToken cancellationToken)
        => base.SetAuthenticatorKeyAsync(user, _protector.Protect(key), cancellationToken);

    /// <inheritdoc/>
    public override async Task<string?> GetAuthenticatorKeyAsync(Account user, CancellationToken cancellationToken)
    {
        try
        {
            return await base.GetAuthenticatorKeyAsync(user, cancellationToken) is { } kept ? _protector.Unprotect(kept) : null;
        }
        catch (CryptographicException)
        {
            // Its key of data protection is gone. No code fits then, and an admin resets the account.
            return null;
        }
    }

    /// <inheritdoc/>
    public override Task ReplaceCodesAsync(Account user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken)
        => base.ReplaceCodesAsync(user, recoveryCodes.Select(Digest), cancellationToken);

    /// <inheritdoc/>
    public override async Task<bool> RedeemCodeAsync(Account user, string code, CancellationToken cancellationToken)
    {
        var digest = Digest(code);
        var kept = (await GetTokenAsync(user, "[AspNetUserStore]", "RecoveryCodes", cancellationToken) ?? "").Split(';');
        if (!kept.Contains(digest))
        {
            return false;
        }

        await base.ReplaceCodesAsync(user, kept.Where(other => other != digest), cancellationToken);
        return true;
    }

    // A recovery code is random, of some 50 bits, so a plain digest of it with the account suffices.
    private static string Digest(string code)
        => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(code.Trim().ToUpperInvariant())));
}
