using System.Text.Json.Serialization;

namespace WxYarpGateway.EchoBackend;

/// <summary>A reply as the gateway reads it.</summary>
public sealed record WeChatReply(
    string Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Msg = null);
