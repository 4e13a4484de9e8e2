using System.Text;
using Microsoft.Extensions.FileProviders;

namespace WxYarpGateway.Gateway.Configuration.Files;

/// <summary>
/// A file with a secret, which is read without what stands around it: a byte order mark, blanks, and line breaks of every system.
/// </summary>
/// <remarks>
/// The framework takes away one line break of the system that it runs on, so a file from Windows would end in a return that nobody
/// sees.
/// </remarks>
internal sealed class SecretFile(IFileInfo file) : IFileInfo
{
    private const char Mark = '\uFEFF';

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

    /// <summary>Reads the secret, from UTF-8, or from UTF-16 when the file begins with its mark.</summary>
    public Stream CreateReadStream()
    {
        using var reader = new StreamReader(file.CreateReadStream(), Encoding.UTF8);
        var text = reader.ReadToEnd().AsSpan();
        while (text.Length > 0 && IsAround(text[0]))
        {
            text = text[1..];
        }

        while (text.Length > 0 && IsAround(text[^1]))
        {
            text = text[..^1];
        }

        return new MemoryStream(Encoding.UTF8.GetBytes(text.ToString()), writable: false);
    }

    private static bool IsAround(char letter) => char.IsWhiteSpace(letter) || letter is Mark or '\0';
}
