using System.Security.Cryptography;
using System.Text;
using WxYarpGateway.TokenService.Platforms.Calls;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Platform.Authorizers.Storage;

/// <summary>All that the database has of an authorizer, without its refresh token.</summary>
/// <param name="Authorizer">What every replica has in memory.</param>
/// <param name="Info">What WeChat told of it.</param>
public sealed record AuthorizerDetails(Authorizer Authorizer, AuthorizerInfo Info)
{
    private const int EditTagBytes = 8;

    /// <summary>Gets why it is <see cref="AuthorizerState.Broken"/> or <see cref="AuthorizerState.NeedsCode"/>; else empty.</summary>
    public string BrokenWhy { get; init; } = "";

    /// <summary>Gets when the account was authorized; <see langword="null"/> when that is not known.</summary>
    public DateTimeOffset? AuthorizedAt { get; init; }

    /// <summary>Gets the id of the last comparison with WeChat's list that saw it; empty for none.</summary>
    public string SeenRun { get; init; } = "";

    /// <summary>Gets an operator's note.</summary>
    public string Note { get; init; } = "";

    /// <summary>Gets what stands for all that people edit: its tags, its overrides, its note. Another edit gives another one.</summary>
    /// <value>16 hexadecimal digits.</value>
    public string EditTag
    {
        get
        {
            var edited = string.Join('\n', [.. Authorizer.Tags, "", Authorizer.Overrides ?? "", "", Note]);
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(edited)), 0, EditTagBytes);
        }
    }

    /// <summary>Gets when the row was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets when the row was changed last.</summary>
    public DateTimeOffset UpdatedAt { get; init; }
}
