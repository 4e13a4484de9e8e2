namespace WxYarpGateway.Console.Gateways.Versions;

/// <summary>A category that a mini program has.</summary>
public sealed record CodeCategory
{
    /// <summary>Gets the name of the first level.</summary>
    public string? FirstClass { get; init; }

    /// <summary>Gets the name of the second level.</summary>
    public string? SecondClass { get; init; }

    /// <summary>Gets the name of the third level, which most have not.</summary>
    public string? ThirdClass { get; init; }

    /// <summary>Gets the number of the first level.</summary>
    public long? FirstId { get; init; }

    /// <summary>Gets the number of the second level.</summary>
    public long? SecondId { get; init; }

    /// <summary>Gets the number of the third level; null or 0 for none.</summary>
    public long? ThirdId { get; init; }

    /// <summary>Gets all levels in one line.</summary>
    public string Title => string.Join(" / ", new[] { FirstClass, SecondClass, ThirdClass }.Where(name => name is { Length: > 0 }));
}
