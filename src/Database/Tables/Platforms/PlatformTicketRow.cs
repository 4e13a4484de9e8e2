using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace WxYarpGateway.Database.Tables.Platforms;

/// <summary>The newest <c>component_verify_ticket</c> of a platform.</summary>
[Table("platform_ticket")]
[PrimaryKey(nameof(Platform))]
internal sealed class PlatformTicketRow
{
    /// <summary>Gets the component's AppId.</summary>
    public required string Platform { get; init; }

    /// <summary>Gets or sets the ticket, sealed as <see cref="SealedFields.Ticket"/>.</summary>
    public required byte[] Ticket { get; set; }

    /// <summary>Gets or sets when WeChat made it.</summary>
    public long CreateTime { get; set; }

    /// <summary>Gets or sets when it came.</summary>
    public long ReceivedAt { get; set; }
}
