using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Console.Access.Lockouts;
using WxYarpGateway.Console.Access.Store;

namespace WxYarpGateway.Console.Access.Accounts;

/// <summary>
/// Checks names, passwords and codes. All that is wrong gets the same answer after the same work, so nobody learns which names there are.
/// </summary>
internal sealed partial class SignInCheck(
    IServiceScopeFactory scopes,
    AccessDatabases databases,
    Attempts attempts,
    HashingTurns turns,
    IPasswordHasher<Account> hasher,
    TimeProvider clock,
    ILogger<SignInCheck> logger)
{
    private const int LongestName = 256;

    private static readonly Account Nobody = new() { UserName = "nobody" };

    // Made before any try: the first unknown name takes no longer than the next.
    private readonly string _nobodysHash = hasher.HashPassword(Nobody, Guid.NewGuid().ToString());

    /// <summary>Checks one try.</summary>
    public async Task<SignInAnswer> CheckAsync(
        string name, string password, string? code, IPAddress? from, CancellationToken cancellationToken)
    {
        name = name.Length > LongestName ? name[..LongestName] : name;
        var attempt = await attempts.TakeAsync(name, from, cancellationToken);
        if (attempt.LockedUntil is { } until)
        {
            Log.Locked(logger, from?.ToString(), until);
            return new SignInAnswer(null, "Locked", until);
        }

        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = await users.FindByNameAsync(name);
        var isRight = false;
        if (!await turns.RunAsync(async () => isRight = await IsPasswordRightAsync(users, account, password), cancellationToken))
        {
            return new SignInAnswer(null, "Busy");
        }

        if (!isRight || account is not { RevokedAt: null } || !await IsCodeRightAsync(users, account, code, cancellationToken))
        {
            return new SignInAnswer(null, "Wrong");
        }

        await attempts.SucceedAsync(attempt, cancellationToken);
        return new SignInAnswer(account, null);
    }

    private async Task<bool> IsPasswordRightAsync(UserManager<Account> users, Account? account, string password)
    {
        // A longer one is nobody's.
        var isPossible = password.Length is > 0 and <= PasswordRule.Most;
        if (isPossible && account?.PasswordHash is not null)
        {
            return await users.CheckPasswordAsync(account, password);
        }

        hasher.VerifyHashedPassword(Nobody, _nobodysHash, isPossible ? password : "-");
        return false;
    }

    private async Task<bool> IsCodeRightAsync(
        UserManager<Account> users, Account account, string? code, CancellationToken cancellationToken)
    {
        if (!account.TwoFactorEnabled)
        {
            return true;
        }

        code = code?.Replace(" ", "", StringComparison.Ordinal);
        if (string.IsNullOrEmpty(code) || await users.GetAuthenticatorKeyAsync(account) is not { } key)
        {
            return false;
        }

        if (Authenticator.Verify(key, code, clock.GetUtcNow(), account.LastStep) is not { } step)
        {
            return (await users.RedeemTwoFactorRecoveryCodeAsync(account, code)).Succeeded;
        }

        // Of two who use one code at the same time, one does.
        await using var database = databases.Open();
        return await database.Users
            .Where(user => user.Id == account.Id && (user.LastStep == null || user.LastStep < step))
            .ExecuteUpdateAsync(set => set.SetProperty(user => user.LastStep, step), cancellationToken) == 1;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "A name or an address has failed to sign in too often; tries from '{From}' are refused until '{Until}'.",
            EventName = "Locked")]
        public static partial void Locked(ILogger logger, string? from, DateTimeOffset until);
    }
}
