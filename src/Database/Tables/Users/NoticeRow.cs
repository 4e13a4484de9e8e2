using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace WxYarpGateway.Database.Tables.Users;

/// <summary>A scheduled message to a user.</summary>
[Table("notice")]
[PrimaryKey(nameof(Id))]
[Index(nameof(State), nameof(DueAt))]
[Index(nameof(User), nameof(Id))]
internal sealed class NoticeRow
{
    /// <summary>Gets the id, which the database gives.</summary>
    public long Id { get; init; }

    /// <summary>Gets the mini program's AppId.</summary>
    public required string App { get; init; }

    /// <summary>Gets the user's id.</summary>
    public required long User { get; init; }

    public required string TemplateId { get; init; }

    /// <summary>Gets the message as JSON.</summary>
    public required string Payload { get; init; }

    /// <summary>Gets or sets the state by mpapi's number.</summary>
    public NoticeState State { get; set; }

    /// <summary>Gets or sets when it is tried next; once it is sent, failed or cancelled, when that was.</summary>
    public long DueAt { get; set; }

    /// <summary>Gets or sets until when a replica works on it; <see langword="null"/> for nobody.</summary>
    public long? HeldUntil { get; set; }

    public int Attempts { get; set; }

    [Column("errcode")]
    public int? ErrorCode { get; set; }

    public string? Sentence { get; set; }
}
