namespace WxYarpGateway.MiniPrograms.Replies;

/// <summary>A picture of a kind that WeChat takes, told by how it begins, since servers say all kinds of things.</summary>
internal sealed class Picture
{
    private static readonly byte[] JpegStart = [0xFF, 0xD8, 0xFF];
    private static readonly byte[] PngStart = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    private Picture(byte[] bytes, string kind) => (Bytes, ContentType, FileName) = (bytes, $"image/{kind}", $"picture.{kind}");

    /// <summary>Gets the picture.</summary>
    public byte[] Bytes { get; }

    /// <summary>Gets its content type.</summary>
    public string ContentType { get; }

    /// <summary>Gets a file name with the end that WeChat wants.</summary>
    public string FileName { get; }

    /// <summary>Returns the picture; <see langword="null"/> when it is none of JPEG, PNG and GIF.</summary>
    public static Picture? Of(byte[] bytes)
        => bytes.AsSpan().StartsWith(JpegStart) ? new Picture(bytes, "jpeg")
            : bytes.AsSpan().StartsWith(PngStart) ? new Picture(bytes, "png")
            : bytes.AsSpan().StartsWith("GIF87a"u8) || bytes.AsSpan().StartsWith("GIF89a"u8) ? new Picture(bytes, "gif")
            : null;
}
