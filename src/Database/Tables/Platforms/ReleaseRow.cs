using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace WxYarpGateway.Database.Tables.Platforms;

/// <summary>One order to bring a code version to many mini programs.</summary>
[Table("release")]
[PrimaryKey(nameof(Id))]
[Index(nameof(Platform), nameof(IdempotencyKey), IsUnique = true)]
[Index(nameof(Platform), nameof(CreatedAt))]
[Index(nameof(State), nameof(DueAt))]
internal sealed class ReleaseRow
{
    /// <summary>Gets the id, which is ordered by time: <see cref="Guid.CreateVersion7()"/>.</summary>
    [DatabaseGenerated(DatabaseGeneratedOption.None)]
    public required Guid Id { get; init; }

    /// <summary>Gets the component's AppId.</summary>
    public required string Platform { get; init; }

    public required string Name { get; set; }

    /// <summary>Gets or sets the order as JSON.</summary>
    public required string Definition { get; set; }

    public required string State { get; set; }

    /// <summary>Gets or sets what holds it up, as a sentence.</summary>
    public string? Why { get; set; }

    /// <summary>Gets the caller's <c>Idempotency-Key</c>.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Gets or sets when there is something to do next.</summary>
    public long? DueAt { get; set; }

    public long CreatedAt { get; set; }

    public long UpdatedAt { get; set; }

    /// <summary>Gets or sets the <c>errcode</c> of the last mini program that failed.</summary>
    [Column("failed_errcode")]
    public int? FailedErrorCode { get; set; }

    /// <summary>Gets or sets how many have failed with it in a row.</summary>
    public int FailedInRow { get; set; }

    /// <summary>Gets or sets when the last of its mini programs was through.</summary>
    public long? EndedAt { get; set; }
}
