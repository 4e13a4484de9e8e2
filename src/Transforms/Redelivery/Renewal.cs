namespace WxYarpGateway.Transforms.Redelivery;

/// <summary>Which of the holds that were to be prolonged are none.</summary>
/// <param name="Lost">Messages that are somebody else's by now, or over.</param>
/// <param name="Unknown">Messages that the queue knows nothing of: it was emptied, or away when they were to be held.</param>
internal sealed record Renewal(IReadOnlyList<string> Lost, IReadOnlyList<string> Unknown)
{
    /// <summary>Gets the one where all are as they were.</summary>
    public static Renewal Whole { get; } = new([], []);
}
