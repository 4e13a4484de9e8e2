using System.Text.Json;
using System.Text.Json.Serialization;

namespace WxYarpGateway.Console.Gateways.Notices;

/// <summary>A message that a phone ordered for its user. This part of the API has its names in camelCase.</summary>
/// <param name="Id">Its id.</param>
/// <param name="User">The id of the user.</param>
/// <param name="Status">How far it is.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Errcode">WeChat's errcode at the last try.</param>
/// <param name="Error">What went wrong at the last try.</param>
public sealed record Notice(long Id, long User, NoticeStatus Status, int Attempts, int? Errcode, string? Error)
{
    /// <summary>Gets the template.</summary>
    [JsonPropertyName("templateId")]
    public string TemplateId { get; init; } = "";

    /// <summary>Gets when it is tried next; once it has ended, when that was.</summary>
    [JsonPropertyName("dueAt")]
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Gets the message; null for those who may not see it.</summary>
    public JsonElement? Content { get; init; }

    /// <summary>Returns the id only: the message is personal.</summary>
    public override string ToString() => $"notice {Id}";
}
