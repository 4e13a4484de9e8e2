using Microsoft.AspNetCore.Identity;

namespace WxYarpGateway.Console.Access.Accounts;

/// <summary>The rule of passwords: 12 to 128 characters, and none that is tried first.</summary>
internal sealed class PasswordRule(CommonPasswords common) : IPasswordValidator<Account>
{
    /// <summary>The fewest characters.</summary>
    public const int Fewest = 12;

    /// <summary>The most characters.</summary>
    public const int Most = 128;

    /// <summary>Returns what is wrong with a password, as a key of <c>Languages/AccessTexts</c>; null when nothing is.</summary>
    public string? Problem(string? name, string? password) => password switch
    {
        null or { Length: < Fewest } => "PasswordShort",
        { Length: > Most } => "PasswordLong",
        _ when name is { Length: > 3 } && password.Contains(name, StringComparison.OrdinalIgnoreCase) => "PasswordName",
        _ when common.Has(password) => "PasswordCommon",
        _ => null,
    };

    /// <inheritdoc/>
    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password)
        => Task.FromResult(Problem(user.UserName, password) is { } problem
            ? IdentityResult.Failed(new IdentityError { Code = problem, Description = problem })
            : IdentityResult.Success);
}
