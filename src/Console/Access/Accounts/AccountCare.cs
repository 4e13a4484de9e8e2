using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Console.Access.Links;
using WxYarpGateway.Console.Access.Sessions;
using WxYarpGateway.Console.Access.Store;

namespace WxYarpGateway.Console.Access.Accounts;

/// <summary>
/// Adds and changes accounts, for pages and verbs alike. Each method answers with what is wrong, as a key of <c>Languages/AccessTexts</c>,
/// or with null.
/// </summary>
internal sealed class AccountCare(
    IServiceScopeFactory scopes,
    AccessDatabases databases,
    ConsoleSessions sessions,
    OneTimeLinks links,
    PresentPassword present,
    TimeProvider clock)
{
    /// <summary>Returns all accounts, by name.</summary>
    public async Task<IReadOnlyList<AccountEntry>> ListAsync(CancellationToken cancellationToken)
    {
        await using var database = databases.Open();
        return await database.Users.OrderBy(user => user.NormalizedUserName)
            .Select(user => new AccountEntry(
                user.UserName!,
                user.Role,
                user.TwoFactorEnabled,
                user.PasswordHash != null,
                database.UserLogins.Any(login => login.UserId == user.Id),
                user.CreatedAt,
                user.SignedInAt,
                user.RevokedAt,
                database.Sessions.Count(session => session.UserId == user.Id)))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Returns whether there is an admin who may sign in.</summary>
    public async Task<bool> HasAdminAsync(CancellationToken cancellationToken)
    {
        await using var database = databases.Open();
        return await database.Users.AnyAsync(
            user => user.Role == Roles.Admin && user.RevokedAt == null
                && (user.PasswordHash != null || database.UserLogins.Any(login => login.UserId == user.Id)),
            cancellationToken);
    }

    /// <summary>Adds an account; returns the link on which its owner sets the password.</summary>
    public async Task<(string? Problem, Uri? Link)> AddAsync(string name, string role, CancellationToken cancellationToken)
    {
        if (!Roles.All.Contains(role))
        {
            return ("UnknownRole", null);
        }

        await using var scope = scopes.CreateAsyncScope();
        var users = Users(scope);
        var account = new Account { UserName = name.Trim(), Role = role, CreatedAt = clock.GetUtcNow() };
        return ProblemOf(await users.CreateAsync(account)) is { } problem
            ? (problem, null)
            : (null, await links.NewAsync(LinkPurpose.Password, account.Id, cancellationToken));
    }

    /// <summary>Makes the first admin, by a link.</summary>
    public async Task<string?> AddFirstAsync(string code, string name, string password, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (users, database) = (Users(scope), scope.ServiceProvider.GetRequiredService<AccessDatabase>());
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (!await OneTimeLinks.UseAsync(database, code, LinkPurpose.First, clock.GetUtcNow(), cancellationToken))
        {
            return "LinkOver";
        }

        var account = new Account { UserName = name.Trim(), Role = Roles.Admin, CreatedAt = clock.GetUtcNow() };
        if (ProblemOf(await users.CreateAsync(account, password)) is { } problem)
        {
            // The transaction is not committed, so the link is as good as before.
            return problem;
        }

        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    /// <summary>Sets the password of an account, by a link. All that was open before is closed.</summary>
    public async Task<(string? Problem, string? Name)> SetPasswordAsync(
        string code, string password, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(code, LinkPurpose.Password, cancellationToken) is not { UserId: { } id })
        {
            return ("LinkOver", null);
        }

        await using var scope = scopes.CreateAsyncScope();
        var (users, database) = (Users(scope), scope.ServiceProvider.GetRequiredService<AccessDatabase>());
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (!await OneTimeLinks.UseAsync(database, code, LinkPurpose.Password, clock.GetUtcNow(), cancellationToken)
            || await users.FindByIdAsync(id) is not { } account)
        {
            return ("LinkOver", null);
        }

        await users.RemovePasswordAsync(account);
        if (ProblemOf(await users.AddPasswordAsync(account, password)) is { } problem)
        {
            return (problem, null);
        }

        await database.Sessions.Where(session => session.UserId == id).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (null, account.UserName);
    }

    /// <summary>Changes the password of an account, and ends its sessions, this one too.</summary>
    public async Task<string?> ChangePasswordAsync(string userId, string old, string password, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = Users(scope);
        if (await users.FindByIdAsync(userId) is not { } account)
        {
            return "NoAccount";
        }

        var problem = await present.CheckAsync(users, account, old, cancellationToken)
            ?? ProblemOf(await users.ChangePasswordAsync(account, old, password));
        if (problem is null)
        {
            await sessions.EndAllAsync(userId, cancellationToken);
        }

        return problem;
    }

    /// <summary>Gives an account another role, and ends its sessions.</summary>
    public Task<string?> SetRoleAsync(string name, string role, CancellationToken cancellationToken)
        => Roles.All.Contains(role)
            ? ChangeAsync(name, role != Roles.Admin, account => account.Role = role, cancellationToken)
            : Task.FromResult<string?>("UnknownRole");

    /// <summary>Takes an account its access: it may not sign in until it is reset, and its sessions end.</summary>
    public Task<string?> RevokeAsync(string name, bool mayBeLast, CancellationToken cancellationToken)
        => ChangeAsync(name, !mayBeLast, account => account.RevokedAt = clock.GetUtcNow(), cancellationToken);

    /// <summary>
    /// Lets an account begin anew: without a password and codes, and with a link on which its owner sets another password.
    /// </summary>
    public async Task<(string? Problem, Uri? Link)> ResetAsync(string name, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = Users(scope);
        if (await users.FindByNameAsync(name) is not { } account)
        {
            return ("NoAccount", null);
        }

        account.RevokedAt = null;
        account.TwoFactorEnabled = false;
        account.LastStep = null;
        account.PasswordHash = null;
        await users.RemoveAuthenticationTokenAsync(account, "[AspNetUserStore]", "AuthenticatorKey");
        await users.RemoveAuthenticationTokenAsync(account, "[AspNetUserStore]", "RecoveryCodes");
        if (ProblemOf(await users.UpdateSecurityStampAsync(account)) is { } problem)
        {
            return (problem, null);
        }

        await sessions.EndAllAsync(account.Id, cancellationToken);
        return (null, await links.NewAsync(LinkPurpose.Password, account.Id, cancellationToken));
    }

    /// <summary>Removes an account. What it did stays in the audit log.</summary>
    public async Task<string?> RemoveAsync(string name, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = Users(scope);
        if (await users.FindByNameAsync(name) is not { } account)
        {
            return "NoAccount";
        }

        return await IsLastAdminAsync(account, cancellationToken) ? "LastAdmin" : ProblemOf(await users.DeleteAsync(account));
    }

    /// <summary>Returns what is wrong, as a key of <c>Languages/AccessTexts</c>; null when nothing is.</summary>
    internal static string? ProblemOf(IdentityResult result) => result.Succeeded ? null : result.Errors.First().Code switch
    {
        "PasswordMismatch" => "WrongPassword",
        "BadName" or "Taken" or "PasswordShort" or "PasswordLong" or "PasswordName" or "PasswordCommon" => result.Errors.First().Code,
        _ => "Changed",
    };

    private static UserManager<Account> Users(AsyncServiceScope scope)
        => scope.ServiceProvider.GetRequiredService<UserManager<Account>>();

    private async Task<string?> ChangeAsync(
        string name, bool keepsAdmin, Action<Account> change, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = Users(scope);
        if (await users.FindByNameAsync(name) is not { } account)
        {
            return "NoAccount";
        }

        if (keepsAdmin && await IsLastAdminAsync(account, cancellationToken))
        {
            return "LastAdmin";
        }

        change(account);
        var problem = ProblemOf(await users.UpdateAsync(account));
        if (problem is null)
        {
            await sessions.EndAllAsync(account.Id, cancellationToken);
        }

        return problem;
    }

    private async Task<bool> IsLastAdminAsync(Account account, CancellationToken cancellationToken)
    {
        await using var database = databases.Open();
        return account is { Role: Roles.Admin, RevokedAt: null } && !await database.Users.AnyAsync(
            user => user.Id != account.Id && user.Role == Roles.Admin && user.RevokedAt == null
                && (user.PasswordHash != null || database.UserLogins.Any(login => login.UserId == user.Id)),
            cancellationToken);
    }
}
