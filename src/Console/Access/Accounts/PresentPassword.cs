using Microsoft.AspNetCore.Identity;
using WxYarpGateway.Console.Access.Lockouts;

namespace WxYarpGateway.Console.Access.Accounts;

/// <summary>
/// Asks the owner of an open session for the password once more. Who finds a browser open cannot guess it there: wrong ones count as at the
/// sign-in page, but by themselves, so that signing in stays open to the owner.
/// </summary>
internal sealed class PresentPassword(Attempts attempts, HashingTurns turns)
{
    /// <summary>Returns what is wrong, as a key of <c>Languages/AccessTexts</c>; null when nothing is.</summary>
    public async Task<string?> CheckAsync(
        UserManager<Account> users, Account account, string password, CancellationToken cancellationToken)
    {
        var attempt = await attempts.TakeAsync(account, cancellationToken);
        if (attempt.LockedUntil is not null)
        {
            return "TooOften";
        }

        var isRight = false;
        if (!await turns.RunAsync(
            async () => isRight = password.Length <= PasswordRule.Most && await users.CheckPasswordAsync(account, password),
            cancellationToken))
        {
            return "Busy";
        }

        if (!isRight)
        {
            return "WrongPassword";
        }

        await attempts.SucceedAsync(attempt, cancellationToken);
        return null;
    }
}
