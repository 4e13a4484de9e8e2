using System.Net;
using System.Net.Http.Headers;

namespace WxYarpGateway.TokenService.Api.Calls;

/// <summary>A body that is passed on to WeChat as it comes, such as a form with a file.</summary>
/// <param name="Body">The bytes. They are read from the start again if the stream can seek. It stays open.</param>
/// <param name="ContentType">What they are, with the boundary of a form.</param>
/// <param name="Length">How many there are; null when it is not known.</param>
public sealed record UploadedFile(Stream Body, MediaTypeHeaderValue ContentType, long? Length)
{
    /// <summary>Gets a value indicating whether the body can be sent twice.</summary>
    internal bool CanBeSentAgain => Body.CanSeek;

    /// <summary>Gets the error of a file that is gone when WeChat wants another token.</summary>
    internal static WeChatError SendAgain { get; } = new(
        null, ErrorClass.Busy, "WeChat refused the token, which is replaced now. Send the file again.", TimeSpan.FromSeconds(1));

    internal HttpContent ToContent()
    {
        var content = new BodyContent(Body, Length);
        content.Headers.ContentType = ContentType;
        return content;
    }

    /// <summary>A body that is not closed when the request is.</summary>
    private sealed class BodyContent(Stream body, long? length) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            if (body.CanSeek)
            {
                body.Position = 0;
            }

            return body.CopyToAsync(stream, cancellationToken);
        }

        protected override bool TryComputeLength(out long known)
        {
            known = length ?? 0;
            return length is not null;
        }
    }
}
