namespace WxYarpGateway.TokenService.Api.Calls;

/// <summary>
/// Tells a picture's type by its first bytes. WeChat calls PNG files JPEG, and errors too.
/// </summary>
internal static class PictureType
{
    /// <summary>How many bytes tell the type.</summary>
    public const int Needed = 12;

    /// <summary>Returns the type; null when it is none that is known.</summary>
    public static string? Of(ReadOnlySpan<byte> start) =>
        start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : start.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) ? "image/png"
        : start.StartsWith("GIF8"u8) ? "image/gif"
        : start.Length >= Needed && start.StartsWith("RIFF"u8) && start[8..].StartsWith("WEBP"u8) ? "image/webp"
        : null;
}
