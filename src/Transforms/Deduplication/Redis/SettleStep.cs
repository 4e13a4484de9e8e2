using StackExchange.Redis;

namespace WxYarpGateway.Transforms.Deduplication.Redis;

/// <summary>Records the reply to a message.</summary>
/// <param name="message">The message's key.</param>
/// <param name="reply">The reply.</param>
/// <param name="isInTime">Whether the delivery with the lease still waits for the reply.</param>
internal sealed class SettleStep(RedisKey message, RedisValue reply, bool isInTime)
    : LedgerStep(isInTime ? LedgerScripts.InTime : LedgerScripts.Late, message, null, reply)
{
    private readonly TaskCompletionSource<bool> _isTaken = new();

    /// <summary>Gets whether a waiting retry takes the reply to the user.</summary>
    public Task<bool> IsTaken => _isTaken.Task;

    // A reply in time is on its way to WeChat. One that is late is sent or not, as this step says.
    /// <inheritdoc/>
    public override bool IsOnlyNoted => isInTime;

    /// <inheritdoc/>
    protected override void Complete(int result) => _isTaken.TrySetResult(result == 1);

    /// <inheritdoc/>
    protected override void Fail(Exception error) => _isTaken.TrySetException(error);
}
