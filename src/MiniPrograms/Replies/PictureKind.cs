namespace WxYarpGateway.MiniPrograms.Replies;

/// <summary>Tells the kinds of pictures that WeChat takes by how they begin, since servers say all kinds of things.</summary>
internal static class PictureKind
{
    private const string Jpeg = "image/jpeg";
    private const string Png = "image/png";
    private const string Gif = "image/gif";

    private static readonly byte[] JpegStart = [0xFF, 0xD8, 0xFF];
    private static readonly byte[] PngStart = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Returns the content type; <see langword="null"/> for anything else.</summary>
    public static string? Of(ReadOnlySpan<byte> bytes)
        => bytes.StartsWith(JpegStart) ? Jpeg
            : bytes.StartsWith(PngStart) ? Png
            : bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8) ? Gif
            : null;

    /// <summary>Returns a file name with the end that WeChat wants.</summary>
    public static string FileNameOf(string contentType) => contentType switch
    {
        Png => "picture.png",
        Gif => "picture.gif",
        _ => "picture.jpg",
    };
}
