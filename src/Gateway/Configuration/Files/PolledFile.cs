using Microsoft.Extensions.FileProviders;

namespace WxYarpGateway.Gateway.Configuration.Files;

/// <summary>
/// A file that fails only when it is read: the framework then treats it as broken, and goes on.
/// </summary>
internal sealed class PolledFile(IFileInfo file) : IFileInfo
{
    /// <inheritdoc/>
    public bool Exists => file.Exists;

    /// <inheritdoc/>
    public long Length => file.Length;

    // With a path, the framework would open the file by itself.
    string? IFileInfo.PhysicalPath => null;

    /// <inheritdoc/>
    public string Name => file.Name;

    /// <inheritdoc/>
    public DateTimeOffset LastModified => file.LastModified;

    /// <inheritdoc/>
    public bool IsDirectory => file.IsDirectory;

    /// <inheritdoc/>
    public Stream CreateReadStream()
    {
        try
        {
            return file.CreateReadStream();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new UnreadableStream(exception.Message);
        }
    }

    private sealed class UnreadableStream(string why) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new IOException(why);

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
