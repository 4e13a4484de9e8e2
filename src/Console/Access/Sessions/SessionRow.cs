namespace WxYarpGateway.Console.Access.Sessions;

/// <summary>Somebody who is signed in with one browser. The cookie has the token, and the table its digest.</summary>
internal sealed class SessionRow
{
    /// <summary>Gets or sets the digest of the token.</summary>
    public required string Digest { get; set; }

    /// <summary>Gets or sets the account.</summary>
    public required string UserId { get; set; }

    /// <summary>Gets or sets when it began.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Gets or sets when somebody last did something.</summary>
    public DateTimeOffset SeenAt { get; set; }

    /// <summary>Gets or sets from where it began.</summary>
    public string? Address { get; set; }

    /// <summary>Gets or sets what the browser called itself.</summary>
    public string? Agent { get; set; }
}
