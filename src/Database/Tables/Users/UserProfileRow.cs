using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace WxYarpGateway.Database.Tables.Users;

/// <summary>How a user wants to be seen.</summary>
[Table("user_profile")]
[PrimaryKey(nameof(User))]
internal sealed class UserProfileRow
{
    /// <summary>Gets the user's id.</summary>
    [DatabaseGenerated(DatabaseGeneratedOption.None)]
    public required long User { get; init; }

    public string? Nickname { get; set; }

    public string? AvatarUrl { get; set; }
}
