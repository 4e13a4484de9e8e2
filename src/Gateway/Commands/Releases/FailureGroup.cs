namespace WxYarpGateway.Gateway.Commands.Releases;

/// <summary>Mini programs that are not where the order wants them, for one reason.</summary>
/// <param name="State">Their state.</param>
/// <param name="ErrorCode">WeChat's errcode; <see langword="null"/> for none.</param>
/// <param name="Sentence">What is wrong.</param>
/// <param name="Cure">What ends it; empty when that is not known.</param>
/// <param name="AppIds">The mini programs.</param>
internal sealed record FailureGroup(string State, int? ErrorCode, string Sentence, string Cure, IReadOnlyList<string> AppIds)
{
    /// <summary>Returns the state and the errcode.</summary>
    public override string ToString() => $"{State} {ErrorCode}";
}
