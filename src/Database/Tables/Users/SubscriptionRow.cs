using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace WxYarpGateway.Database.Tables.Users;

/// <summary>How a user stands to a template of subscribe messages.</summary>
[Table("subscription")]
[PrimaryKey(nameof(User), nameof(TemplateId))]
internal sealed class SubscriptionRow
{
    /// <summary>Gets the user's id.</summary>
    [DatabaseGenerated(DatabaseGeneratedOption.None)]
    public required long User { get; init; }

    public required string TemplateId { get; init; }

    /// <summary>Gets or sets what the user said, in WeChat's word.</summary>
    public string? Status { get; set; }

    public long? StatusAt { get; set; }

    /// <summary>Gets or sets what became of the last message, in WeChat's word.</summary>
    public string? SentStatus { get; set; }

    [Column("sent_errcode")]
    public int? SentErrorCode { get; set; }

    public long? SentAt { get; set; }
}
