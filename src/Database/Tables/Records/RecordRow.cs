using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace WxYarpGateway.Database.Tables.Records;

/// <summary>The note kept of one push.</summary>
[Table("record")]
[PrimaryKey(nameof(Id))]
[Index(nameof(Service), nameof(ReceivedAt))]
[Index(nameof(Service), nameof(AppId), nameof(ReceivedAt))]
[Index(nameof(Service), nameof(MsgType), nameof(Event), nameof(ReceivedAt))]
internal sealed class RecordRow
{
    /// <summary>The outcome of most pushes, by which no index finds records.</summary>
    public const string UsualOutcome = "Replied";

    /// <summary>
    /// Gets the id, which is ordered by time and made of <see cref="ReceivedAt"/>: <see cref="Guid.CreateVersion7(DateTimeOffset)"/>.
    /// </summary>
    [DatabaseGenerated(DatabaseGeneratedOption.None)]
    public required Guid Id { get; init; }

    public required long ReceivedAt { get; init; }

    public required string Service { get; init; }

    public required string AppId { get; init; }

    public string? InfoType { get; init; }

    public string? MsgType { get; init; }

    public string? Event { get; init; }

    public string? MessageId { get; init; }

    /// <summary>Gets the hash of the user's openid that traces have too.</summary>
    public string? UserHash { get; init; }

    public int Attempt { get; init; }

    public required string Outcome { get; init; }

    public string? Rule { get; init; }

    public string? Backend { get; init; }

    [Column("ms")]
    public int Milliseconds { get; init; }

    public string? Reply { get; init; }

    /// <summary>Gets the id of the push's trace. Records of older versions, and of pushes without a trace, have none.</summary>
    public string? TraceId { get; init; }

    /// <summary>Gets the steps of the push as JSON. Records of older versions have none.</summary>
    public string? Steps { get; init; }

    /// <summary>Gets the compressed body, sealed as <see cref="SealedFields.RecordBody"/>.</summary>
    public byte[]? Body { get; init; }
}
