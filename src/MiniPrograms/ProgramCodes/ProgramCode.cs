using System.Buffers.Text;
using System.Security.Cryptography;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Api.Calls;

namespace WxYarpGateway.MiniPrograms.ProgramCodes;

/// <summary>A picture that WeChat made.</summary>
/// <param name="Bytes">The picture.</param>
/// <param name="ContentType">Its type by its first bytes; WeChat calls PNG files JPEG.</param>
internal sealed record ProgramCode(ReadOnlyMemory<byte> Bytes, string ContentType)
{
    // A code of 1,280 pixels has some hundred KiB.
    private const int Largest = 2 * 1024 * 1024;

    private static readonly WeChatError TooLarge = new(null, ErrorClass.Busy, "WeChat's answer cannot be read: it is too long.");

    /// <summary>Gets the entity tag of the picture, with its quotes.</summary>
    public string ETag { get; } = $"\"{Base64Url.EncodeToString(SHA256.HashData(Bytes.Span).AsSpan(0, 16))}\"";

    /// <summary>Reads a picture to its end.</summary>
    public static async Task<WeChatResult<ProgramCode>> ReadAsync(WeChatPicture picture, CancellationToken cancellationToken)
    {
        if (picture.Length > Largest)
        {
            return TooLarge;
        }

        var bytes = new byte[picture.Length ?? Largest];
        using var read = new MemoryStream(bytes);
        try
        {
            await picture.CopyToAsync(read, cancellationToken);
        }
        catch (NotSupportedException)
        {
            // The stream has no room left.
            return TooLarge;
        }
        catch (IOException)
        {
            return new WeChatError(null, ErrorClass.Busy, "WeChat broke off its answer.") { IsUnanswered = true };
        }

        return new ProgramCode(bytes.AsMemory(0, (int)read.Position).ToArray(), picture.ContentType);
    }
}
