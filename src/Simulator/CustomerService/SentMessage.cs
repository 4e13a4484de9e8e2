using System.Text.Json.Nodes;

namespace WxYarpGateway.Simulator.CustomerService;

/// <summary>A customer-service message that WeChat accepted.</summary>
/// <param name="AppId">The account that sent it.</param>
/// <param name="ToUser">The openid it goes to.</param>
/// <param name="MsgType">Its type, such as <c>text</c>.</param>
/// <param name="Body">The request body, parsed.</param>
/// <param name="Raw">The request body as received.</param>
/// <param name="SentAt">When it was accepted.</param>
public sealed record SentMessage(string AppId, string ToUser, string MsgType, JsonObject Body, string Raw, DateTimeOffset SentAt)
{
    /// <summary>Gets the text of a text message, or null for the other types.</summary>
    public string? Text => MsgType == "text" ? Body["text"]?["content"]?.GetValue<string>() : null;
}
