using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace WxYarpGateway.Database.Tables.Platforms;

/// <summary>A rule that was made at run time.</summary>
[Table("rule")]
[PrimaryKey(nameof(Platform), nameof(Name))]
internal sealed class RuleRow
{
    /// <summary>Gets the component's AppId.</summary>
    public required string Platform { get; init; }

    public required string Name { get; init; }

    public int Priority { get; set; }

    public bool Enabled { get; set; }

    /// <summary>Gets or sets the rule as JSON.</summary>
    public required string Definition { get; set; }

    [Column("etag")]
    public required string ETag { get; set; }

    /// <summary>Gets or sets who changed it last.</summary>
    public string? By { get; set; }

    public long UpdatedAt { get; set; }
}
