using System.Text.Json.Nodes;

namespace WxYarpGateway.Simulator.Templates;

/// <summary>A template message that WeChat accepted.</summary>
/// <param name="AppId">The account that sent it.</param>
/// <param name="ToUser">The openid it goes to.</param>
/// <param name="TemplateId">The template.</param>
/// <param name="MsgId">The id that WeChat gave it, above 2^53.</param>
/// <param name="Body">The request body, parsed.</param>
/// <param name="Raw">The request body as received.</param>
/// <param name="SentAt">When it was accepted.</param>
public sealed record SentTemplate(
    string AppId,
    string ToUser,
    string TemplateId,
    long MsgId,
    JsonObject Body,
    string Raw,
    DateTimeOffset SentAt)
{
    /// <summary>Returns the value of one of the template's keywords, or null when it is absent.</summary>
    public string? Value(string word) => Body["data"]?[word]?["value"]?.GetValue<string>();
}
