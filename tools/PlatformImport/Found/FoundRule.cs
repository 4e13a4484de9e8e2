namespace WxYarpGateway.PlatformImport.Found;

/// <summary>A rule that sends messages to a port of the same machine.</summary>
/// <param name="Name">Its name, which a rule of ours may have.</param>
/// <param name="Port">The port.</param>
/// <param name="Path">The path, which a rule of ours may have.</param>
/// <param name="Enabled">Whether it takes anything.</param>
internal sealed record FoundRule(string Name, int Port, string Path, bool Enabled)
{
    /// <summary>Gets the InfoType of the authorization events that it takes; empty for messages.</summary>
    public string InfoType { get; init; } = "";

    public string MsgType { get; init; } = "";

    public string Event { get; init; } = "";

    /// <summary>Gets the name of the backend that stands for the port.</summary>
    public string Backend => $"local-{Port}";
}
