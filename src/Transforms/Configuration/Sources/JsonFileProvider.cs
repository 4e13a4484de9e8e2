using Microsoft.Extensions.Configuration.Json;

namespace WxYarpGateway.Transforms.Configuration.Sources;

/// <summary>Reads a JSON file, and keeps the exception of the last reading for the compiler.</summary>
internal sealed class JsonFileProvider(JsonFileSource source) : JsonConfigurationProvider(source)
{
    /// <summary>Gets why the file could not be read the last time; <see langword="null"/> when it was read.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Gets the full path of the file; <see langword="null"/> when that is not known.</summary>
    public string? FullPath => source.FullPath;

    /// <summary>Gets when the file was read last; <see langword="null"/> before the first time.</summary>
    public DateTimeOffset? ReadAt { get; private set; }

    /// <inheritdoc/>
    public override void Load(Stream stream)
    {
        ReadAt = source.Clock.GetUtcNow();
        try
        {
            using var content = new MemoryStream();
            stream.CopyTo(content);
            FileText.Check(content.GetBuffer().AsSpan(0, (int)content.Length));
            content.Position = 0;
            base.Load(content);
            Failure = null;
        }
        catch (Exception exception)
        {
            Failure = exception;
            throw;
        }
    }
}
