using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace WxYarpGateway.Database.Tables.Platforms;

/// <summary>One mini program of a release.</summary>
[Table("release_item")]
[PrimaryKey(nameof(Release), nameof(AppId))]
[Index(nameof(State), nameof(DueAt))]
[Index(nameof(Release), nameof(State), nameof(AppId))]
[Index(nameof(Release), nameof(DueAt))]
[Index(nameof(Release), nameof(UpdatedAt))]
internal sealed class ReleaseItemRow
{
    public required Guid Release { get; init; }

    public required string AppId { get; init; }

    public required string State { get; set; }

    /// <summary>Gets or sets when there is something to do next.</summary>
    public long? DueAt { get; set; }

    /// <summary>Gets or sets until when a replica works on it; <see langword="null"/> for nobody.</summary>
    public long? HeldUntil { get; set; }

    /// <summary>Gets or sets which process works on it.</summary>
    public Guid? Holder { get; set; }

    public int Attempts { get; set; }

    /// <summary>Gets or sets how many events told of its audit.</summary>
    public int Told { get; set; }

    /// <summary>Gets or sets WeChat's id of the audit; it has too many digits for some numbers.</summary>
    public string? AuditId { get; set; }

    [Column("errcode")]
    public int? ErrorCode { get; set; }

    public string? Sentence { get; set; }

    /// <summary>Gets or sets what must be known to go on after the gateway was killed, as JSON.</summary>
    public string? Progress { get; set; }

    public long UpdatedAt { get; set; }
}
