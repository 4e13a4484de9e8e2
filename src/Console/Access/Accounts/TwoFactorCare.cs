using Microsoft.AspNetCore.Identity;

namespace WxYarpGateway.Console.Access.Accounts;

/// <summary>Switches the codes of an authenticator on and off, for the owner of an account.</summary>
internal sealed class TwoFactorCare(IServiceScopeFactory scopes, PresentPassword present, TimeProvider clock)
{
    private const int RecoveryCodes = 10;

    /// <summary>Returns whether an account wants codes, and how many recovery codes are left.</summary>
    public async Task<(bool IsOn, int RecoveryCodesLeft)> ReadAsync(string userId)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        return await users.FindByIdAsync(userId) is { TwoFactorEnabled: true } account
            ? (true, await users.CountRecoveryCodesAsync(account))
            : (false, 0);
    }

    /// <summary>Switches codes on when a code shows that the app has the key; returns recovery codes.</summary>
    public async Task<(string? Problem, IReadOnlyList<string> RecoveryCodes)> SwitchOnAsync(
        string userId, string password, string key, string code, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        if (await users.FindByIdAsync(userId) is not { } account)
        {
            return ("NoAccount", []);
        }

        if (await present.CheckAsync(users, account, password, cancellationToken) is { } wrong)
        {
            return (wrong, []);
        }

        if (Authenticator.Verify(key, code.Replace(" ", "", StringComparison.Ordinal), clock.GetUtcNow(), null) is not { } step)
        {
            return ("WrongCode", []);
        }

        var store = scope.ServiceProvider.GetRequiredService<IUserStore<Account>>();
        await ((IUserAuthenticatorKeyStore<Account>)store).SetAuthenticatorKeyAsync(account, key, cancellationToken);
        account.LastStep = step;
        if (AccountCare.ProblemOf(await users.SetTwoFactorEnabledAsync(account, true)) is { } problem)
        {
            return (problem, []);
        }

        var codes = await users.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodes) ?? [];
        return (null, [.. codes]);
    }

    /// <summary>Switches codes off.</summary>
    public async Task<string?> SwitchOffAsync(string userId, string password, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        return await users.FindByIdAsync(userId) is not { } account ? "NoAccount"
            : await present.CheckAsync(users, account, password, cancellationToken)
                ?? AccountCare.ProblemOf(await users.SetTwoFactorEnabledAsync(account, false));
    }
}
