using System.Buffers;

namespace WxYarpGateway.Transforms.Exchange;

/// <summary>Takes up the body of a backend's answer, as much as a reply may have.</summary>
internal sealed class ExchangeBody : Stream
{
    /// <summary>The largest answer of a backend, in bytes; WeChat's own replies stay below 64 KiB.</summary>
    public const int LargestAnswer = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _written = new();

    /// <summary>Gets what was taken up.</summary>
    public ReadOnlyMemory<byte> Written => _written.WrittenMemory;

    /// <summary>Gets a value indicating whether the answer was larger than it may be.</summary>
    public bool IsTooLarge { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_written.WrittenCount + buffer.Length > LargestAnswer)
        {
            IsTooLarge = true;

            // YARP treats this as a client that hung up, and stops reading from the backend.
            throw new IOException("The backend's answer is larger than a reply may be.");
        }

        _written.Write(buffer);
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }
        catch (IOException exception)
        {
            return ValueTask.FromException(exception);
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}
