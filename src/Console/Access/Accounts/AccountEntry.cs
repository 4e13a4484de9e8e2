namespace WxYarpGateway.Console.Access.Accounts;

/// <summary>An account as admins see it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Role">The role.</param>
/// <param name="HasTwoFactor">Whether it wants a code.</param>
/// <param name="HasPassword">Whether a password is set.</param>
/// <param name="IsExternal">Whether it comes from an identity provider.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="SignedInAt">When somebody last signed in with it.</param>
/// <param name="RevokedAt">Since when it may not be used; null when it may.</param>
/// <param name="Sessions">How many sessions it has.</param>
public sealed record AccountEntry(
    string Name,
    string Role,
    bool HasTwoFactor,
    bool HasPassword,
    bool IsExternal,
    DateTimeOffset CreatedAt,
    DateTimeOffset? SignedInAt,
    DateTimeOffset? RevokedAt,
    int Sessions);
