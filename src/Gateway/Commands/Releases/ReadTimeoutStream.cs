using WxYarpGateway.Gateway.Hosting.Streams;

namespace WxYarpGateway.Gateway.Commands.Releases;

/// <summary>An answer that goes on for hours, and fails when nothing of it comes for a time.</summary>
/// <param name="answer">The answer.</param>
/// <param name="timeout">The time.</param>
internal sealed class ReadTimeoutStream(Stream answer, TimeSpan timeout) : ForwardOnlyStream
{
    /// <inheritdoc/>
    /// <exception cref="IOException">Nothing came.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            return await answer.ReadAsync(buffer, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException("The gateway gives no sign of life.");
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await answer.DisposeAsync();
        await base.DisposeAsync();
    }
}
