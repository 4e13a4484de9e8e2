using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Api.Calls;

namespace WxYarpGateway.Platform.Code;

/// <content>Pictures and videos, which stream.</content>
public sealed partial class CodeApi
{
    /// <summary>Asks for the QR code of the trial version.</summary>
    /// <param name="authorizer">The mini program's account.</param>
    /// <param name="path">The page that it opens, with its query; null for the first page.</param>
    /// <param name="cancellationToken">Gives up, also on the rest of the picture.</param>
    /// <returns>The picture, to be disposed of by the caller.</returns>
    public ValueTask<WeChatResult<WeChatPicture>> TrialQrCodeAsync(
        Account authorizer, string? path, CancellationToken cancellationToken)
    {
        var call = CodeCalls.TrialQrCode.ToCall() with { OnceWithin = CodeCalls.TimeOfFile };
        return _calls.DownloadAsync(
            authorizer, path is null ? call : call with { Query = [new("path", path)] }, cancellationToken);
    }

    /// <summary>Asks for a mini program code of the released version.</summary>
    /// <param name="authorizer">The mini program's account.</param>
    /// <param name="page">The page that it opens, without a query and a slash at its start; null for the first page.</param>
    /// <param name="scene">What the page gets in <c>scene</c>: 1 to 32 visible characters.</param>
    /// <param name="cancellationToken">Gives up, also on the rest of the picture.</param>
    /// <returns>The picture, to be disposed of by the caller.</returns>
    public ValueTask<WeChatResult<WeChatPicture>> ReleaseQrCodeAsync(
        Account authorizer, string? page, string scene, CancellationToken cancellationToken)
    {
        var body = CodeJson.Of(json =>
        {
            json.WriteString("scene"u8, scene);
            if (page is not null)
            {
                json.WriteString("page"u8, page);
            }
        });
        return _calls.DownloadAsync(
            authorizer, CodeCalls.ReleaseQrCode.ToCall() with { OnceWithin = CodeCalls.TimeOfFile, Json = body }, cancellationToken);
    }

    /// <summary>Uploads a picture or a video for an audit.</summary>
    /// <param name="authorizer">The mini program's account.</param>
    /// <param name="media">What it is for.</param>
    /// <param name="type"><c>image</c> or <c>video</c>; WeChat asks for it only with <see cref="AuditMedia.Feedback"/>.</param>
    /// <param name="form">A form (<c>multipart/form-data</c>) with the file in its field <c>media</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>WeChat's answer, as WeChat wrote it: <c>mediaid</c> or <c>media_id</c>, and more.</returns>
    public ValueTask<WeChatResult<ReadOnlyMemory<byte>>> UploadAsync(
        Account authorizer, AuditMedia media, string type, UploadedFile form, CancellationToken cancellationToken)
    {
        var call = media == AuditMedia.Preview
            ? CodeCalls.UploadPreview.ToCall()
            : CodeCalls.UploadFeedback.ToCall() with { Query = [new("type", type)] };
        return _calls.UploadAsync(authorizer, call with { OnceWithin = CodeCalls.TimeOfFile }, form, cancellationToken);
    }
}
