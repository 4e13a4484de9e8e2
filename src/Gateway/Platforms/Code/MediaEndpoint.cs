using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http.Features;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Platform.Code;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api.Calls;

namespace WxYarpGateway.Gateway.Platforms.Code;

/// <summary>
/// <c>POST …/audit/media?for=preview|feedback&amp;type=image|video</c>: a form with a picture or a video, which streams to WeChat.
/// </summary>
internal sealed class MediaEndpoint(CodeApi code, CodeAccounts accounts, CodeAnswers answers) : IPlatformEndpoints
{
    // WeChat takes videos of 10 MB; the rest is for the form.
    private const long Largest = 12 * 1024 * 1024;

    // A small file is kept, so that it can be sent again when WeChat wants another token.
    private const int LargestKept = 1024 * 1024;

    /// <inheritdoc/>
    public IReadOnlyList<PlatformEndpoint> Endpoints => [accounts.Endpoint(HttpMethods.Post, "/audit/media",
            new Description("Uploads a picture or a video for an audit.", "for: preview or feedback", "type: image or video")
            {
                Body = "",
                BodyType = "multipart/form-data",
            },
            UploadAsync)];

    private async Task UploadAsync(HttpContext context, Account account)
    {
        var query = new CodeQuery(context.Request.Query, "for", "type");
        var media = query.OneOf("for", "preview", "feedback") == "feedback" ? AuditMedia.Feedback : AuditMedia.Preview;
        var type = query.OneOf("type", "image", "video");
        var form = FormOf(context.Request, query);
        if (query.Error is { } error)
        {
            await ErrorWriter.WriteAsync(context, error);
            return;
        }

        if (context.Request.ContentLength > Largest)
        {
            await ErrorWriter.WriteAsync(context, TooLarge);
            return;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = Largest;
        }

        var reading = new WatchedStream(context.Request.Body);
        var body = context.Request.ContentLength is { } length and <= LargestKept
            ? await KeepAsync(reading, length, context.RequestAborted)
            : reading;
        var result = await code.UploadAsync(
            account, media, type, new UploadedFile(body, form!, context.Request.ContentLength), context.RequestAborted);
        var call = media == AuditMedia.Feedback ? CodeCalls.UploadFeedback : CodeCalls.UploadPreview;
        if (reading.IsTooLarge)
        {
            await ErrorWriter.WriteAsync(context, TooLarge);
            return;
        }

        await answers.SendAsync(context, account, call, result);
    }

    private static GatewayError TooLarge
        => GatewayError.Of(StatusCodes.Status413PayloadTooLarge, $"The form must have at most {Largest} bytes.");

    private static MediaTypeHeaderValue? FormOf(HttpRequest request, CodeQuery query)
    {
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.MediaType!.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            && type.Parameters.Any(parameter => parameter.Name.Equals("boundary", StringComparison.OrdinalIgnoreCase)))
        {
            return type;
        }

        query.Refuse("Content-Type", "must be multipart/form-data with a boundary; put the file into the field media");
        return null;
    }

    private static async Task<Stream> KeepAsync(Stream body, long length, CancellationToken cancellationToken)
    {
        var bytes = new byte[length];
        await body.ReadExactlyAsync(bytes, cancellationToken);
        return new MemoryStream(bytes, writable: false);
    }
}
