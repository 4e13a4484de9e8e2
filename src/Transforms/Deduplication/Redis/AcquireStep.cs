using StackExchange.Redis;

namespace WxYarpGateway.Transforms.Deduplication.Redis;

/// <summary>Acquires a message's lease.</summary>
/// <param name="message">The message's key.</param>
/// <param name="signature">The key of the signature of a plaintext push, else none.</param>
/// <param name="body">The body that goes with the signature.</param>
internal sealed class AcquireStep(RedisKey message, RedisKey? signature, RedisValue body)
    : LedgerStep(signature is null ? LedgerScripts.Encrypted : LedgerScripts.Plaintext, message, signature, body)
{
    // A delivery goes on where the step ends.
    private readonly TaskCompletionSource<AcquireResult> _result = new();

    /// <summary>Gets the result.</summary>
    public Task<AcquireResult> Result => _result.Task;

    /// <inheritdoc/>
    public override bool IsOnlyNoted => false;

    /// <inheritdoc/>
    protected override void Complete(int result) => _result.TrySetResult(result switch
    {
        0 => AcquireResult.First,
        1 => AcquireResult.Retry,
        2 => AcquireResult.Forged,
        _ => AcquireResult.TakenOver,
    });

    /// <inheritdoc/>
    protected override void Fail(Exception error) => _result.TrySetException(error);
}
