using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace WxYarpGateway.Database.Tables.Meta;

/// <summary>What somebody changed.</summary>
[Table("audit_log")]
[PrimaryKey(nameof(Id))]
[Index(nameof(At))]
[Index(nameof(Target), nameof(Id))]
internal sealed class AuditRow
{
    /// <summary>Gets the id, which the database gives.</summary>
    public long Id { get; init; }

    public required long At { get; init; }

    /// <summary>Gets the person's or the API key's name.</summary>
    public required string Who { get; init; }

    /// <summary>Gets the client's address.</summary>
    public string? From { get; init; }

    public required string What { get; init; }

    public string? Target { get; init; }

    /// <summary>Gets the details as JSON, without secrets.</summary>
    public string? Detail { get; init; }
}
