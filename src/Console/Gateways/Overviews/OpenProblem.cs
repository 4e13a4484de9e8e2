namespace WxYarpGateway.Console.Gateways.Overviews;

/// <summary>Something that is wrong at a replica.</summary>
/// <param name="Where">Where, such as a key of the configuration.</param>
/// <param name="Sentence">What is wrong; never with a secret.</param>
/// <param name="Fix">What ends it; null when nobody knows.</param>
public sealed record OpenProblem(string Where, string Sentence, string? Fix)
{
    /// <summary>Gets the name of its kind; null when the gateway is older than kinds.</summary>
    public string? Kind { get; init; }

    /// <summary>Gets the values in the sentences.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>Returns whether another one says the same; the kind and the values are in the sentences.</summary>
    public bool Equals(OpenProblem? other) => other is not null && (Where, Sentence, Fix) == (other.Where, other.Sentence, other.Fix);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Where, Sentence, Fix);
}
