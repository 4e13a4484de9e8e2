using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace WxYarpGateway.Database.Tables.Platforms;

/// <summary>One mini program of a release.</summary>
[Table("release_item")]
[PrimaryKey(nameof(Release), nameof(AppId))]
[Index(nameof(State), nameof(DueAt))]
[Index(nameof(Release), nameof(State), nameof(AppId))]
internal sealed class ReleaseItemRow
{
    public required Guid Release { get; init; }

    public required string AppId { get; init; }

    public required string State { get; set; }

    /// <summary>Gets or sets when there is something to do next.</summary>
    public long? DueAt { get; set; }

    /// <summary>Gets or sets until when a replica works on it; <see langword="null"/> for nobody.</summary>
    public long? HeldUntil { get; set; }

    public int Attempts { get; set; }

    /// <summary>Gets or sets WeChat's id of the audit; it has too many digits for some numbers.</summary>
    public string? AuditId { get; set; }

    [Column("errcode")]
    public int? ErrorCode { get; set; }

    public string? Sentence { get; set; }
}
