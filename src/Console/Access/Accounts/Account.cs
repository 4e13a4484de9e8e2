using Microsoft.AspNetCore.Identity;

namespace WxYarpGateway.Console.Access.Accounts;

/// <summary>Somebody who may use the console.</summary>
internal sealed class Account : IdentityUser
{
    /// <summary>Gets or sets the role, one of <see cref="Roles"/>.</summary>
    public string Role { get; set; } = Roles.Viewer;

    /// <summary>Gets or sets when the account was added.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Gets or sets when somebody last signed in with it.</summary>
    public DateTimeOffset? SignedInAt { get; set; }

    /// <summary>Gets or sets since when it may not be used; null when it may.</summary>
    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>Gets or sets the time step of the last code of an authenticator: each code is good once.</summary>
    public long? LastStep { get; set; }
}
