using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace WxYarpGateway.Database.Tables.Platforms;

/// <summary>An authorization event that was answered and is still to be done, or was done lately.</summary>
[Table("event_inbox")]
[PrimaryKey(nameof(Id))]
[Index(nameof(Platform), nameof(Digest), IsUnique = true)]
[Index(nameof(State), nameof(DueAt))]
internal sealed class EventRow
{
    /// <summary>Gets the id, which is ordered by time: <see cref="Guid.CreateVersion7()"/>.</summary>
    [DatabaseGenerated(DatabaseGeneratedOption.None)]
    public required Guid Id { get; init; }

    /// <summary>Gets the component's AppId.</summary>
    public required string Platform { get; init; }

    /// <summary>Gets the SHA-256 of the opened body, in lower-case hexadecimal digits: a second delivery has the same.</summary>
    public required string Digest { get; init; }

    public required string InfoType { get; init; }

    /// <summary>Gets the authorizer's AppId, when the event names one.</summary>
    public string? AppId { get; init; }

    /// <summary>Gets when WeChat made the event.</summary>
    public long CreateTime { get; init; }

    /// <summary>Gets or sets the opened body, sealed as <see cref="SealedFields.EventBody"/>.</summary>
    public required byte[] Body { get; set; }

    public EventState State { get; set; }

    /// <summary>Gets or sets when it is tried next; once it is done or given up, when that was.</summary>
    public long DueAt { get; set; }

    /// <summary>Gets or sets until when a replica works on it; <see langword="null"/> for nobody.</summary>
    public long? HeldUntil { get; set; }

    public int Attempts { get; set; }

    /// <summary>Gets or sets what went wrong last, as a sentence without secrets.</summary>
    public string? Error { get; set; }
}
