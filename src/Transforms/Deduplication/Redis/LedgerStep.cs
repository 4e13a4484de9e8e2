using StackExchange.Redis;

namespace WxYarpGateway.Transforms.Deduplication.Redis;

/// <summary>What one delivery wants of the ledger. Redis does it together with what others want: <see cref="LedgerBatches"/>.</summary>
/// <param name="kind">One of the letters of <see cref="LedgerScripts.Steps"/>.</param>
/// <param name="message">The message's key.</param>
/// <param name="signature">The key of a plaintext push's signature, for a step that has one.</param>
/// <param name="value">What goes with the signature, or what to record; none for a step without.</param>
internal abstract class LedgerStep(char kind, RedisKey message, RedisKey? signature, RedisValue value) : IThreadPoolWorkItem
{
    private int _result;
    private Exception? _error;

    /// <summary>Gets the letter of the script.</summary>
    public byte Kind => (byte)kind;

    /// <summary>Gets the message's key.</summary>
    public RedisKey Message => message;

    /// <summary>Gets the key of a plaintext push's signature, if there is one.</summary>
    public RedisKey? Signature => signature;

    /// <summary>Gets what goes with the signature, or what to record, if there is any.</summary>
    public RedisValue Value => value;

    /// <summary>Gets a value indicating whether nothing but a short note follows, so that it needs no turn of its own.</summary>
    public abstract bool IsOnlyNoted { get; }

    /// <summary>Ends the step; <see cref="Execute"/> tells those who wait.</summary>
    /// <param name="result">What the script returned for it.</param>
    /// <param name="error">Why it failed, if it did.</param>
    public void End(int result, Exception? error) => (_result, _error) = (result, error);

    /// <inheritdoc/>
    public void Execute()
    {
        if (_error is null)
        {
            Complete(_result);
        }
        else
        {
            Fail(_error);
        }
    }

    /// <summary>Tells those who wait how the step ended.</summary>
    protected abstract void Complete(int result);

    /// <summary>Tells those who wait that the step failed.</summary>
    protected abstract void Fail(Exception error);
}
