using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace WxYarpGateway.Database.Tables.Users;

/// <summary>A mini program's user.</summary>
[Table("user")]
[PrimaryKey(nameof(Id))]
[Index(nameof(App), nameof(OpenId), IsUnique = true)]
[Index(nameof(UnionId))]
internal sealed class UserRow
{
    /// <summary>Gets the id, which the database gives and never gives again.</summary>
    public long Id { get; init; }

    /// <summary>Gets the mini program's AppId.</summary>
    public required string App { get; init; }

    public required string OpenId { get; init; }

    public string? UnionId { get; set; }

    /// <summary>Gets or sets the session_key, sealed as <see cref="SealedFields.SessionKey"/>.</summary>
    public byte[]? SessionKey { get; set; }

    /// <summary>Gets or sets the session_key before that one, sealed as <see cref="SealedFields.PreviousKey"/>.</summary>
    public byte[]? PreviousKey { get; set; }

    /// <summary>Gets or sets when the session_key changed last.</summary>
    public long? KeysAt { get; set; }

    public long CreatedAt { get; set; }

    public long LoginAt { get; set; }
}
