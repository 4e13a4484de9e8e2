namespace WxYarpGateway.Transforms.Configuration;

/// <summary>A key of the configuration in force, and what supplied it. It never has a secret's value.</summary>
/// <param name="Path">The full path of the key, such as <c>Gateway:Services:shop:AppId</c>.</param>
/// <param name="Source">What supplied it: the name of a file, <c>environment</c>, <c>command line</c>, or a file with a secret.</param>
public sealed record SettingInForce(string Path, string Source)
{
    /// <summary>Gets the value, without what a URL in it may hide; empty for a secret.</summary>
    public string Value { get; init; } = "";

    /// <summary>Gets a value indicating whether the value is a secret.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Gets a value indicating whether it is more than an empty text.</summary>
    public bool IsSet { get; init; }

    /// <summary>
    /// Gets the last four characters of a secret, by which people tell two apart; <see langword="null"/> for one that is shorter than 12
    /// characters, or is made of several parts.
    /// </summary>
    public string? Ending { get; init; }

    /// <summary>Gets a value indicating whether it is a replica's own: where it listens. Others may have another value, and behave alike.
    /// </summary>
    public bool IsOfReplica { get; init; }

    /// <summary>Returns the path and the source, but not the value.</summary>
    public override string ToString() => $"{Path} ({Source})";
}
