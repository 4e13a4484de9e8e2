using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Api.Calls;
using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.MiniPrograms.Replies;

/// <summary>Turns the address of a picture into a media id of WeChat's; a media id stays what it is.</summary>
/// <remarks>Source: developers.weixin.qq.com/miniprogram, 新增图片素材 (uploadTempMedia): good for three days.</remarks>
internal sealed class MediaUploads(ReplyPictures pictures, WeChatCalls weChat)
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(20);

    /// <summary>Returns the media id of a picture.</summary>
    /// <exception cref="PictureRefusedException">The picture is not fetched.</exception>
    public async ValueTask<WeChatResult<string>> IdOfAsync(LoginApp app, string picture, CancellationToken cancellationToken)
        => picture.Contains("://", StringComparison.Ordinal)
            ? await UploadAsync(
                app.Account, await pictures.FetchAsync(picture, app.Options.ReplyMediaHosts, cancellationToken), cancellationToken)
            : picture;

    private async ValueTask<WeChatResult<string>> UploadAsync(Account account, Picture picture, CancellationToken cancellationToken)
    {
        var call = new WeChatCall(HttpMethod.Post, "/cgi-bin/media/upload") { Query = [new("type", "image")], OnceWithin = TimeLimit };
        var answer = await weChat.UploadAsync(account, call, PictureForm.Of(picture), cancellationToken);
        if (!answer.TryGet(out var json, out var error))
        {
            return error;
        }

        using var fields = JsonFields.Parse(json);
        if (fields?.Text("media_id") is { Length: > 0 } id)
        {
            return id;
        }

        return new WeChatError(null, ErrorClass.Busy, "WeChat's answer holds no media_id.");
    }
}
