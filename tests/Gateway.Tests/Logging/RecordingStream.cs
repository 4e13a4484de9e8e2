using System.Text;

namespace WxYarpGateway.Gateway.Tests.Logging;

/// <summary>Stands for a console: remembers what was written, and takes nothing while it is told not to.</summary>
internal sealed class RecordingStream : Stream
{
    private readonly Lock _gate = new();
    private readonly MemoryStream _written = new();
    private readonly ManualResetEventSlim _isOpen = new(initialState: true);
    private int _writes;

    public string Text
    {
        get
        {
            lock (_gate)
            {
                return Encoding.UTF8.GetString(_written.GetBuffer(), 0, (int)_written.Length);
            }
        }
    }

    public int Writes => Volatile.Read(ref _writes);

    public bool IsBlocking { get; private set; }

    public bool IsGone { get; set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void Block() => _isOpen.Reset();

    public void Unblock() => _isOpen.Set();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Interlocked.Increment(ref _writes);
        if (IsGone)
        {
            throw new IOException("The pipe is broken.");
        }

        IsBlocking = !_isOpen.IsSet;
        _isOpen.Wait();
        IsBlocking = false;
        lock (_gate)
        {
            _written.Write(buffer);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
