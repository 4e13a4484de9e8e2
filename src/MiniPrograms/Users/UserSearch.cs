namespace WxYarpGateway.MiniPrograms.Users;

/// <summary>A search for users of one mini program; what is given must match.</summary>
public sealed record UserSearch
{
    /// <summary>Gets the openid.</summary>
    public string? OpenId { get; init; }

    /// <summary>Gets the unionid.</summary>
    public string? UnionId { get; init; }

    /// <summary>Gets the phone number, as somebody typed it.</summary>
    public string? Phone { get; init; }

    /// <summary>Gets the id after which the page begins.</summary>
    public long After { get; init; }

    /// <summary>Gets the most users of the page.</summary>
    /// <value>The default is 50.</value>
    public int Most { get; init; } = 50;

    /// <summary>Returns a mask.</summary>
    public override string ToString() => "***";
}
