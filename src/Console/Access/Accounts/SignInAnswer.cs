namespace WxYarpGateway.Console.Access.Accounts;

/// <summary>How a try to sign in ended.</summary>
/// <param name="Account">The account; null when it failed.</param>
/// <param name="Problem">Why it failed, as a key of <c>Languages/AccessTexts</c>; null when it did not.</param>
/// <param name="LockedUntil">Until when there are no more tries; null when there are.</param>
internal sealed record SignInAnswer(Account? Account, string? Problem, DateTimeOffset? LockedUntil = null);
