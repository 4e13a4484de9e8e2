using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace WxYarpGateway.Import.GoWxGateway;

/// <summary>A configuration file of go-wx-gateway.</summary>
/// <param name="Name">The file's name, without its folder.</param>
/// <param name="Root">The configuration.</param>
/// <param name="HasMore">Whether something follows the configuration; go-wx-gateway ignores it.</param>
internal sealed partial record SourceFile(string Name, JsonElement Root, bool HasMore)
{
    /// <summary>The largest file that is read: room for tens of thousands of services.</summary>
    private const int LargestSize = 32 * 1024 * 1024;

    private const string Replacement = @"\ufffd";

    /// <summary>Reads a file; returns it, or a sentence that says why it cannot be.</summary>
    public static async Task<(SourceFile? File, string? Problem)> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path))
        {
            return (null, $"{path} is a folder; name the configuration file of go-wx-gateway.");
        }

        try
        {
            await using var stream = File.OpenRead(path);
            var content = await ReadAsync(stream, cancellationToken);
            return content is null
                ? (null, $"{path} has more than {LargestSize >> 20} MiB, so it is hardly the configuration of go-wx-gateway.")
                : Parse(path, content);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, $"{path} cannot be read: {exception.Message.TrimEnd('.')}.");
        }
    }

    private static (SourceFile? File, string? Problem) Parse(string path, byte[] content)
    {
        // The reader accepts the byte order mark of Windows editors and, like Go, puts U+FFFD for what is not UTF-8.
        using var reader = new StreamReader(new MemoryStream(content), Encoding.UTF8);
        var whole = Escapes().Replace(reader.ReadToEnd(), escape => escape.Groups[1].Success ? Replacement : escape.Value);
        var text = Encoding.UTF8.GetBytes(whole);
        try
        {
            var json = new Utf8JsonReader(text);
            using var document = JsonDocument.ParseValue(ref json);
            var root = document.RootElement.Clone();
            return root.ValueKind == JsonValueKind.Object
                ? (new SourceFile(Path.GetFileName(path), root, text.AsSpan((int)json.BytesConsumed).ContainsAnyExcept(" \t\r\n"u8)), null)
                : (null, $"{path} is not the configuration of go-wx-gateway: it holds no JSON object.");
        }
        catch (JsonException exception)
        {
            // The exception's message may quote the file, and so a secret.
            var (line, character) = Position(text, exception);
            return (null, $"{path} is not JSON that can be read: look at line {line}, character {character}, or shortly before.");
        }
    }

    private static async Task<byte[]?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) is var length and > 0)
        {
            if (content.Length + length > LargestSize)
            {
                return null;
            }

            content.Write(buffer, 0, length);
        }

        return content.ToArray();
    }

    /// <summary>Returns where JSON is broken, counted from 1 and in characters; the parser counts bytes.</summary>
    private static (long Line, long Character) Position(ReadOnlySpan<byte> text, JsonException exception)
    {
        var line = exception.LineNumber ?? 0;
        for (var passed = 0L; passed < line; passed++)
        {
            text = text[(text.IndexOf((byte)'\n') + 1)..];
        }

        var column = (int)Math.Min(exception.BytePositionInLine ?? 0, text.Length);
        return (line + 1, Encoding.UTF8.GetCharCount(text[..column]) + 1);
    }

    /// <summary>Finds escapes. Group 1 is half of a surrogate pair, which Go replaces and the parser refuses.</summary>
    [GeneratedRegex(
        @"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", RegexOptions.Singleline)]
    private static partial Regex Escapes();
}
