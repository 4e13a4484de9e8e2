namespace WxYarpGateway.Console.Access.Links;

/// <summary>A one-time link. It has the code, and the table its digest.</summary>
internal sealed class LinkRow
{
    /// <summary>Gets or sets the digest of the code.</summary>
    public required string Digest { get; set; }

    /// <summary>Gets or sets what it is good for.</summary>
    public LinkPurpose Purpose { get; set; }

    /// <summary>Gets or sets the account; null for the first admin, who has none yet.</summary>
    public string? UserId { get; set; }

    /// <summary>Gets or sets until when it is good.</summary>
    public DateTimeOffset ExpiresAt { get; set; }
}
