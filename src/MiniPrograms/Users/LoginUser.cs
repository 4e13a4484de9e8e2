namespace WxYarpGateway.MiniPrograms.Users;

/// <summary>A mini program's user, as far as backends are told.</summary>
/// <param name="Id">The id, which stays the same for as long as the user is kept and is never given again.</param>
/// <param name="App">The mini program's AppId.</param>
/// <param name="OpenId">The openid.</param>
public sealed record LoginUser(long Id, string App, string OpenId)
{
    /// <summary>Gets the unionid; empty when the mini program belongs to no open platform account.</summary>
    public string UnionId { get; init; } = "";

    /// <summary>Gets the nickname; empty when the user told none.</summary>
    public string Nickname { get; init; } = "";

    /// <summary>Gets the address of the picture; empty when the user told none.</summary>
    public string AvatarUrl { get; init; } = "";

    /// <summary>Gets the phone; <see langword="null"/> when the user told none.</summary>
    public UserPhone? Phone { get; init; }

    /// <summary>Returns the id only: the rest is personal.</summary>
    public override string ToString() => $"user {Id}";
}
