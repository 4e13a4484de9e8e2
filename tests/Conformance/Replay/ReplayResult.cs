using System.Text;
using System.Text.Json;
using WxYarpGateway.Simulator.Pushes.Replies;

namespace WxYarpGateway.Conformance.Replay;

/// <summary>What the gateway answered.</summary>
internal sealed record ReplayResult(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body, TimeSpan Elapsed)
{
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>Gets the reply as WeChat opened it, when a push was answered to its liking.</summary>
    public SimulatedReply? Reply { get; init; }

    /// <summary>Gets what WeChat did not like.</summary>
    public string? Problem { get; init; }

    public JsonElement ReadJson() => JsonDocument.Parse(Body).RootElement;
}
