using WxYarpGateway.Transforms.Exchange.Forwarding;

namespace WxYarpGateway.Transforms.Exchange;

/// <summary>Takes up the body of a backend's answer, as much as a reply may have.</summary>
/// <remarks>The gateway's own forwarder reads the answer into it. To YARP's it is the stream of the response.</remarks>
internal sealed class ExchangeBody(HttpResponse head) : Stream
{
    /// <summary>The largest answer of a backend, in bytes; WeChat's own replies stay below 64 KiB.</summary>
    public const int LargestAnswer = 64 * 1024;

    // Room for an answer whose length the backend does not tell.
    private const int Usual = 2 * 1024;

    private byte[] _bytes = [];
    private int _count;

    /// <summary>Gets what was taken up.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _count);

    /// <summary>Gets a value indicating whether the answer was larger than it may be.</summary>
    public bool IsTooLarge => TooLargeStatus > 0;

    /// <summary>
    /// Gets the status that came with an answer that was larger than it may be; 0 for others. Both forwarders make 502 of it afterwards.
    /// </summary>
    public int TooLargeStatus { get; private set; }

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

    /// <summary>Returns the error of an answer that is too large.</summary>
    public static IOException TooLarge() => new("The backend's answer is larger than a reply may be.");

    /// <summary>Reads an answer to its end, into one array of its size; of one that is too large, as much as shows that.</summary>
    public async ValueTask ReadAsync(HttpContent content, ActivityTimeout timeout)
    {
        await using var stream = await content.ReadAsStreamAsync(timeout.Token);

        // One byte more than announced: the read that finds the end needs room too.
        _bytes = new byte[(int)Math.Min(content.Headers.ContentLength ?? Usual, LargestAnswer) + 1];
        while (await stream.ReadAsync(_bytes.AsMemory(_count), timeout.Token) is > 0 and var read)
        {
            timeout.Renew();
            if (_count + read > LargestAnswer)
            {
                TooLargeStatus = head.StatusCode;
                return;
            }

            _count += read;
            Grow(1);
        }
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_count + buffer.Length > LargestAnswer)
        {
            TooLargeStatus = head.StatusCode;

            // YARP treats this as a client that hung up, and stops reading from the backend.
            throw TooLarge();
        }

        Grow(buffer.Length);
        buffer.CopyTo(_bytes.AsSpan(_count));
        _count += buffer.Length;
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

    private void Grow(int room)
    {
        if (_bytes.Length - _count < room)
        {
            Array.Resize(ref _bytes, Math.Min(Math.Max(2 * _bytes.Length, _count + room), LargestAnswer + 1));
        }
    }
}
