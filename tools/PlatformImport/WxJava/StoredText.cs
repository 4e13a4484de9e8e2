using System.Text.Json;

namespace WxYarpGateway.PlatformImport.WxJava;

/// <summary>A text as Spring's templates write it: plain, or as JSON with quotes.</summary>
internal static class StoredText
{
    // Java's own serialization begins so, and is no text.
    private const char JavaStream = '\uFFFD';

    /// <summary>Returns the text; <see langword="null"/> when it is none.</summary>
    public static string? Read(string? value)
    {
        var text = value?.Trim() ?? "";
        if (text is ['"', .., '"'])
        {
            try
            {
                text = JsonSerializer.Deserialize<string>(text) ?? "";
            }
            catch (JsonException)
            {
                return null;
            }
        }

        return text.Contains(JavaStream, StringComparison.Ordinal) || text.Any(char.IsControl) ? null : text;
    }
}
