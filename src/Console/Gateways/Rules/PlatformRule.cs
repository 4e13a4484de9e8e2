namespace WxYarpGateway.Console.Gateways.Rules;

/// <summary>A rule of a platform.</summary>
public sealed record PlatformRule
{
    /// <summary>Gets the name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Gets the priority; higher ones come first.</summary>
    public int Priority { get; init; }

    /// <summary>Gets a value indicating whether it counts.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Gets what a message must be like.</summary>
    public RuleConditions When { get; init; } = new();

    /// <summary>Gets where it goes; null when it is dropped.</summary>
    public RuleTarget? To { get; init; }

    /// <summary>Gets how: <c>Reply</c>, <c>Copy</c> or <c>Drop</c>.</summary>
    public string Mode { get; init; } = "";

    /// <summary>Gets the form of the message.</summary>
    public string Format { get; init; } = "Json";

    /// <summary>Gets how long WeChat waits; null for as long as usual.</summary>
    public string? Deadline { get; init; }

    /// <summary>Gets whether rules behind it count: <c>Stop</c> or <c>Continue</c>.</summary>
    public string Then { get; init; } = "Stop";

    /// <summary>Gets where it is written: <c>configuration</c> or <c>database</c>.</summary>
    public string Source { get; init; } = "";

    /// <summary>Gets its version; null for a rule of the configuration.</summary>
    public string? Etag { get; init; }

    /// <summary>Gets when it was changed; null for a rule of the configuration.</summary>
    public DateTimeOffset? Updated { get; init; }

    /// <summary>Gets by which API key; null when nobody knows.</summary>
    public string? By { get; init; }

    /// <summary>Gets why it takes nothing; null when it does.</summary>
    public string? Problem { get; init; }

    /// <summary>Gets a value indicating whether it can be changed here.</summary>
    public bool IsStored => Source == "database";
}
