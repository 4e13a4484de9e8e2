using WxYarpGateway.MiniPrograms.Users;

namespace WxYarpGateway.Database.Imports;

/// <summary>A user as another system kept it. A text that it lacks is empty.</summary>
/// <param name="Id">The id there, which backends know the user by.</param>
/// <param name="App">The mini program's AppId.</param>
/// <param name="OpenId">The openid.</param>
public sealed record ImportedUser(long Id, string App, string OpenId)
{
    /// <summary>Gets the unionid.</summary>
    public string UnionId { get; init; } = "";

    /// <summary>Gets the session_key.</summary>
    public string SessionKey { get; init; } = "";

    /// <summary>Gets the nickname.</summary>
    public string Nickname { get; init; } = "";

    /// <summary>Gets the address of the picture.</summary>
    public string AvatarUrl { get; init; } = "";

    /// <summary>Gets the phone; <see langword="null"/> for none.</summary>
    public UserPhone? Phone { get; init; }

    /// <summary>Gets when the user came first.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets when the user was seen last.</summary>
    public DateTimeOffset SeenAt { get; init; }

    /// <summary>Returns the id only: the rest is personal.</summary>
    public override string ToString() => $"user {Id}";
}
