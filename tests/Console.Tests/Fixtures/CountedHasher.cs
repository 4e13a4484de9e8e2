using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using WxYarpGateway.Console.Access.Accounts;

namespace WxYarpGateway.Console.Tests.Fixtures;

/// <summary>Identity's own hasher, which counts what it does.</summary>
internal sealed class CountedHasher(IOptions<PasswordHasherOptions> options) : PasswordHasher<Account>(options)
{
    private int _hashed;
    private int _verified;

    /// <summary>Gets how many passwords were hashed, and how many compared with a hash.</summary>
    public (int Hashed, int Verified) Counts => (_hashed, _verified);

    public override string HashPassword(Account user, string password)
    {
        Interlocked.Increment(ref _hashed);
        return base.HashPassword(user, password);
    }

    public override PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
    {
        Interlocked.Increment(ref _verified);
        return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
    }
}
