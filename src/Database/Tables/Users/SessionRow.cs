using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace WxYarpGateway.Database.Tables.Users;

/// <summary>A login that a token of ours stands for.</summary>
[Table("session")]
[PrimaryKey(nameof(TokenSha256))]
[Index(nameof(User))]
[Index(nameof(ExpiresAt))]
internal sealed class SessionRow
{
    /// <summary>Gets the SHA-256 of the token; the token itself is kept nowhere.</summary>
    public required byte[] TokenSha256 { get; init; }

    /// <summary>Gets the user's id.</summary>
    public required long User { get; init; }

    /// <summary>Gets the mini program's AppId.</summary>
    public required string App { get; init; }

    public long CreatedAt { get; init; }

    public long SeenAt { get; set; }

    public long ExpiresAt { get; set; }
}
