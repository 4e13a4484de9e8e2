namespace WxYarpGateway.Transforms.RedeliveryAttempts;

/// <summary>What a backend answered to a message that was sent by hand.</summary>
/// <param name="Status">The HTTP status; 0 when there is no answer.</param>
/// <param name="Body">The first 64 KiB of the body.</param>
/// <param name="IsCut">Whether the body goes on.</param>
/// <param name="Failure">A sentence that says why there is no answer; empty when there is one.</param>
/// <param name="Took">The time of the call.</param>
public sealed record TrialAnswer(int Status, ReadOnlyMemory<byte> Body, bool IsCut, string Failure, TimeSpan Took)
{
    /// <summary>Returns the status. The body may be a user's.</summary>
    public override string ToString() => $"{Status}";
}
