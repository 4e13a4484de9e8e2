using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.MiniPrograms.Replies;

/// <summary>Turns the address of a picture into a media id of WeChat's; a media id stays what it is.</summary>
internal sealed class MediaUploads(ReplyPictures pictures, WeChatApiClient weChat)
{
    /// <summary>Returns the media id of a picture.</summary>
    /// <exception cref="PictureRefusedException">The picture is not fetched.</exception>
    public async ValueTask<WeChatResult<string>> IdOfAsync(LoginApp app, string picture, CancellationToken cancellationToken)
    {
        if (!picture.Contains("://", StringComparison.Ordinal))
        {
            return picture;
        }

        var fetched = await pictures.FetchAsync(picture, app.Options.ReplyMediaHosts, cancellationToken);
        return await weChat.UploadPictureAsync(app.Account, fetched, PictureKind.FileNameOf(fetched.ContentType), cancellationToken);
    }
}
