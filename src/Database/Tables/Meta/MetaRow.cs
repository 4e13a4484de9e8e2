using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace WxYarpGateway.Database.Tables.Meta;

/// <summary>A single value: a revision, a lease, a key.</summary>
[Table("meta")]
[PrimaryKey(nameof(Name))]
internal sealed class MetaRow
{
    /// <summary>Gets the name, one of <see cref="MetaNames"/>.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Gets or sets the value; that of a name with <see cref="MetaNames.Sealed"/> is sealed as <see cref="SealedFields.Meta"/>, in base64.
    /// </summary>
    public required string Value { get; set; }
}
