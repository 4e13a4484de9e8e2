using WxYarpGateway.Gateway.Access;
using WxYarpGateway.Gateway.Overview.Answers;

namespace WxYarpGateway.Gateway.Overview.Problems;

/// <summary>Something that somebody has to act on.</summary>
/// <param name="Service">The service that it concerns; <see langword="null"/> for the gateway as a whole.</param>
/// <param name="Where">What it concerns: a key of the configuration, or a name.</param>
/// <param name="Sentence">What is wrong; never with a secret.</param>
/// <param name="Fix">What ends it.</param>
internal sealed record Problem(string? Service, string Where, string Sentence, string Fix)
{
    /// <summary>Gets the name of its kind.</summary>
    public required string Kind { get; init; }

    /// <summary>Gets the values in its sentences.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Gets a value indicating whether who looks after a single service is told of it too.</summary>
    public bool IsForAll { get; init; }

    /// <summary>Gets what is told.</summary>
    public ProblemAnswer Answer => new(Where, Sentence, Fix, Kind, Values);

    /// <summary>Returns whether whoever has a key is told.</summary>
    public bool IsFor(ApiKey? key) => IsForAll || key is not { IsLimited: true } || (Service is { } service && key.IsFor(service));
}
