using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace WxYarpGateway.Database.Tables.Platforms;

/// <summary>A tag of an authorizer.</summary>
[Table("authorizer_tag")]
[PrimaryKey(nameof(Platform), nameof(AppId), nameof(Tag))]
[Index(nameof(Platform), nameof(Tag), nameof(AppId))]
internal sealed class AuthorizerTagRow
{
    /// <summary>Gets the component's AppId.</summary>
    public required string Platform { get; init; }

    public required string AppId { get; init; }

    public required string Tag { get; init; }
}
