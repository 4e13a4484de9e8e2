using System.Text.Unicode;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace WxYarpGateway.Console.Configuration;

/// <summary>The JSON file. While it is broken or missing, what was read of it last stays.</summary>
/// <remarks>
/// The framework forgets all values of a file that it cannot read again, and says nothing, so that an editor which saves in two writes
/// would leave the console without gateways. See findings/configuration-reload-of-half-a-file-forgets-all.sh.
/// </remarks>
internal sealed class SettingsFile : JsonConfigurationSource
{
    /// <summary>Initializes a new instance of the <see cref="SettingsFile"/> class.</summary>
    public SettingsFile(IFileProvider? files, string name, bool isOptional)
    {
        (Path, Optional, ReloadOnChange) = (name, isOptional, true);
        FileProvider = files is null ? null : new KeptFiles(files, this);
    }

    /// <summary>Gets why the file cannot be read any more; <see langword="null"/> when it could be.</summary>
    public string? Error { get; private set; }

    private bool WasRead { get; set; }

    /// <inheritdoc/>
    public override IConfigurationProvider Build(IConfigurationBuilder builder)
    {
        EnsureDefaults(builder);
        return new Provider(this);
    }

    private sealed class Provider(SettingsFile file) : JsonConfigurationProvider(file)
    {
        // The framework reads other bytes as the character U+FFFD; UTF-16 begins with its mark.
        private static bool IsUnicode(ReadOnlySpan<byte> content)
            => Utf8.IsValid(content) || content is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];

        private IDictionary<string, string?> _read = new Dictionary<string, string?>();

        public override void Load(Stream stream)
        {
            try
            {
                using var content = new MemoryStream();
                stream.CopyTo(content);
                if (!IsUnicode(content.GetBuffer().AsSpan(0, (int)content.Length)))
                {
                    throw new FormatException("It is not text in UTF-8; save it in the encoding UTF-8");
                }

                content.Position = 0;
                base.Load(content);
                (_read, file.Error, file.WasRead) = (Data, null, true);
            }
            catch (FormatException exception) when (file.WasRead)
            {
                Data = _read;
                file.Error = exception.InnerException?.Message ?? exception.Message;
            }
        }
    }

    /// <summary>The folder, whose file is there once it was read: what fails then fails when it is read, and not unseen before.</summary>
    private sealed class KeptFiles(IFileProvider files, SettingsFile owner) : IFileProvider
    {
        public IFileInfo GetFileInfo(string subpath)
            => files.GetFileInfo(subpath) is var file && owner.WasRead ? new KeptFile(file) : file;

        public IDirectoryContents GetDirectoryContents(string subpath) => files.GetDirectoryContents(subpath);

        public IChangeToken Watch(string filter) => files.Watch(filter);
    }

    private sealed class KeptFile(IFileInfo file) : IFileInfo
    {
        public bool Exists => true;

        public long Length => file.Length;

        // With a path, the framework would open the file by itself.
        public string? PhysicalPath => null;

        public string Name => file.Name;

        public DateTimeOffset LastModified => file.LastModified;

        public bool IsDirectory => false;

        public Stream CreateReadStream()
        {
            try
            {
                return file.CreateReadStream();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Read as a file without JSON: the error is told, and what was read last stays.
                return Stream.Null;
            }
        }
    }
}
