using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api.Http;
using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.TokenService.Api;

// Pictures, from WeChat and to it. Sources: developers.weixin.qq.com/miniprogram, 获取不限制的小程序码 and 新增图片素材, mirrored 2026-07-30.
public sealed partial class WeChatApiClient
{
    private const string Picture = "image/jpeg";

    /// <summary>Has WeChat make a code of a mini program (<c>/wxa/getwxacodeunlimit</c>); returns the picture.</summary>
    /// <param name="account">The mini program.</param>
    /// <param name="jsonBody">The body, which goes out byte for byte and must not hold <c>\u</c> escapes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<WeChatResult<WeChatContent>> MakeProgramCodeAsync(
        Account account, ReadOnlyMemory<byte> jsonBody, CancellationToken cancellationToken)
    {
        var answer = await FetchAsync(
            account,
            token => new WeChatRequest(HttpMethod.Post, "/wxa/getwxacodeunlimit")
            {
                Service = account.Service,
                Query = [new("access_token", token)],
                Json = jsonBody,
                Sensitive = [token, account.AppSecret.Reveal()],
                Repeatable = true,
                TakesContent = true,
            },
            cancellationToken);
        return answer.TryGet(out var picture, out _) && picture.ContentType.Length == 0 ? picture with { ContentType = Picture } : answer;
    }

    /// <summary>Uploads a picture that messages may show for three days (<c>/cgi-bin/media/upload</c>); returns its media id.</summary>
    /// <param name="account">The account.</param>
    /// <param name="picture">The picture, of at most 10 MB.</param>
    /// <param name="fileName">Its name, such as <c>picture.png</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<WeChatResult<string>> UploadPictureAsync(
        Account account, WeChatContent picture, string fileName, CancellationToken cancellationToken)
    {
        // A picture that is there twice does no harm: both go after three days.
        var answer = await CallAsync(
            account,
            token => new WeChatRequest(HttpMethod.Post, "/cgi-bin/media/upload")
            {
                Service = account.Service,
                Query = [new("access_token", token), new("type", "image")],
                Upload = new WeChatUpload("media", picture.Bytes, fileName, picture.ContentType),
                Sensitive = [token, account.AppSecret.Reveal()],
                Repeatable = true,
            },
            cancellationToken);
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
