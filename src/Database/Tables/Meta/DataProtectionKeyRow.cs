using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace WxYarpGateway.Database.Tables.Meta;

/// <summary>A key of ASP.NET Core's data protection.</summary>
[Table("data_protection_key")]
[PrimaryKey(nameof(Id))]
internal sealed class DataProtectionKeyRow
{
    /// <summary>Gets the key's id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets or sets its XML, sealed as <see cref="SealedFields.DataProtectionKey"/>.</summary>
    public required byte[] Value { get; set; }

    public long CreatedAt { get; set; }
}
