using Microsoft.AspNetCore.Identity;

namespace WxYarpGateway.Console.Access.Accounts;

/// <summary>The rule of names: 1 to 64 characters that can be seen, without spaces around.</summary>
internal sealed class AccountName : IUserValidator<Account>
{
    private const int Longest = 64;

    /// <summary>Returns whether a name may be one.</summary>
    public static bool IsGood(string? name)
        => name is { Length: > 0 and <= Longest } && name == name.Trim() && !name.Any(char.IsControl);

    /// <inheritdoc/>
    public async Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user)
    {
        if (!IsGood(user.UserName))
        {
            return IdentityResult.Failed(new IdentityError { Code = "BadName", Description = "A name has 1 to 64 characters." });
        }

        return await manager.FindByNameAsync(user.UserName!) is { } other && other.Id != user.Id
            ? IdentityResult.Failed(new IdentityError { Code = "Taken", Description = "Somebody has this name already." })
            : IdentityResult.Success;
    }
}
