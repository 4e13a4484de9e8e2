using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using WxYarpGateway.Console.Access.Accounts;
using WxYarpGateway.Console.Access.Store;
using WxYarpGateway.Console.Configuration;

namespace WxYarpGateway.Console.Access.Oidc;

/// <summary>Finds or makes the account of somebody whom the identity provider knows, with the role that it says.</summary>
internal sealed class OidcSignIn(OidcOptions options, IServiceScopeFactory scopes, TimeProvider clock)
{
    /// <summary>The name of the provider in the table of logins.</summary>
    public const string Provider = "oidc";

    /// <summary>Comes before the name, so that nobody takes a local account's.</summary>
    public const string Prefix = "oidc/";

    /// <summary>Returns the account; or why there is none, as a key of <c>Languages/AccessTexts</c>.</summary>
    public async Task<SignInAnswer> SignInAsync(ClaimsPrincipal person)
    {
        var values = person.FindAll(options.RoleClaim).Select(claim => claim.Value).ToHashSet(StringComparer.Ordinal);
        var role = Roles.All.LastOrDefault(
            role => options.Roles.Any(mapped => values.Contains(mapped.Key)
                && string.Equals(mapped.Value, role, StringComparison.OrdinalIgnoreCase)));
        if (role is null || person.FindFirstValue("sub") is not { Length: > 0 } subject)
        {
            return new SignInAnswer(null, "OidcNoRole");
        }

        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        await using var transaction = await scope.ServiceProvider.GetRequiredService<AccessDatabase>().Database.BeginTransactionAsync();
        var key = $"{person.FindFirstValue("iss")}|{subject}";
        var account = await users.FindByLoginAsync(Provider, key);
        if (account is { RevokedAt: not null })
        {
            return new SignInAnswer(null, "OidcRevoked");
        }

        if (account is null)
        {
            var name = Prefix + (person.FindFirstValue(options.NameClaim) ?? subject);
            account = new Account { UserName = name, Role = role, CreatedAt = clock.GetUtcNow() };
            if (!(await users.CreateAsync(account)).Succeeded
                || !(await users.AddLoginAsync(account, new UserLoginInfo(Provider, key, options.Name))).Succeeded)
            {
                return new SignInAnswer(null, "OidcName");
            }
        }
        else if (account.Role != role)
        {
            // Sessions with the role of before end with it.
            account.Role = role;
            if (!(await users.UpdateAsync(account)).Succeeded)
            {
                return new SignInAnswer(null, "Changed");
            }
        }

        await transaction.CommitAsync();
        return new SignInAnswer(account, null);
    }
}
