using System.Security.Cryptography;
using System.Text;
using WxYarpGateway.MiniPrograms.Answers;
using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.MiniPrograms.Endpoints;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.MiniPrograms.Replies;

/// <summary>
/// Sends customer-service messages for backends of mpapi's, which prove themselves with the mini program's <c>ReplyToken</c>.
/// </summary>
internal sealed class ReplyEndpoint(MediaUploads media, WeChatApiClient weChat) : ILoginEndpoint
{
    /// <inheritdoc/>
    public LoginPath Path => LoginPath.Reply;

    /// <inheritdoc/>
    public SessionNeed Session => SessionNeed.None;

    /// <inheritdoc/>
    public ValueTask<LoginAnswer> AnswerAsync(LoginCall call)
        => IsAllowed(call.Context.Request, call.App.Options) ? call.WithBodyAsync(body => SendAsync(call, body))
            : new(LoginAnswer.NotLoggedIn);

    // Without a token there is a comparison too, with what nobody can send.
    private static bool IsAllowed(HttpRequest request, LoginOptions options)
    {
        var given = request.Headers.Authorization is [{ Length: > 0 } header] ? header : "\0";
        var isSame = CryptographicOperations.FixedTimeEquals(Digest(given), Digest(options.ReplyToken ?? ""));
        return isSame && options.ReplyToken is { Length: > 0 };

        static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
    }

    private async ValueTask<LoginAnswer> SendAsync(LoginCall call, JsonFields body)
    {
        var (message, wrong) = BackendMessage.Read(body);
        using (message)
        {
            return message is null ? LoginAnswer.Invalid(wrong) : await SendAsync(call, message);
        }
    }

    private async ValueTask<LoginAnswer> SendAsync(LoginCall call, BackendMessage message)
    {
        try
        {
            var (json, refused) = message.Type switch
            {
                CustomMessage.Text => OfText(message),
                CustomMessage.Image => await OfImageAsync(call, message),
                CustomMessage.Link => OfLink(message),
                CustomMessage.Page => await OfPageAsync(call, message),
                _ => (default, LoginAnswer.Invalid("type must be text, image, link or miniprogrampage")),
            };
            if (refused is not null)
            {
                return refused;
            }

            var sent = await weChat.SendCustomerServiceMessageAsync(call.App.Account, message.User, json, call.Aborted);
            return sent.Succeeded ? LoginAnswer.Success : LoginAnswer.Of(sent.Error);
        }
        catch (PictureRefusedException e)
        {
            return LoginAnswer.Invalid($"the picture {e.Message}");
        }
    }

    private static (ReadOnlyMemory<byte> Json, LoginAnswer? Refused) OfText(BackendMessage message)
        => (message.Text.Length > 0 ? message.Text : message.FirstOf("content")) is { } text
            ? (CustomMessage.Write(message.User, CustomMessage.Text, ("content", text)), null)
            : (default, LoginAnswer.Invalid("content must be a text"));

    private async ValueTask<(ReadOnlyMemory<byte> Json, LoginAnswer? Refused)> OfImageAsync(LoginCall call, BackendMessage message)
    {
        // mpapi's backends name the address that the gateway reaches, and the one that the user would.
        var picture = message.Fields is null ? message.Text : message.FirstOf("media_id", "internal_url", "external_url");
        if (picture is null)
        {
            return (default, LoginAnswer.Invalid("content must be a media id, or an address of a picture"));
        }

        var id = await media.IdOfAsync(call.App, picture, call.Aborted);
        return id.TryGet(out var mediaId, out var error)
            ? (CustomMessage.Write(message.User, CustomMessage.Image, ("media_id", mediaId)), null)
            : (default, LoginAnswer.Of(error));
    }

    private static (ReadOnlyMemory<byte> Json, LoginAnswer? Refused) OfLink(BackendMessage message)
        => message.FirstOf("title") is { } title && message.FirstOf("url") is { } url
            ? (CustomMessage.Write(
                message.User,
                CustomMessage.Link,
                ("title", title),
                ("description", message.FirstOf("description") ?? ""),
                ("url", url),
                ("thumb_url", message.FirstOf("thumb_url") ?? "")), null)
            : (default, LoginAnswer.Invalid("content must have title and url"));

    private async ValueTask<(ReadOnlyMemory<byte> Json, LoginAnswer? Refused)> OfPageAsync(LoginCall call, BackendMessage message)
    {
        if (message.FirstOf("title") is not { } title
            || message.FirstOf("pagepath", "page") is not { } page
            || message.FirstOf("thumb_media_id", "thumb_url") is not { } thumb)
        {
            return (default, LoginAnswer.Invalid("content must have title, pagepath, and thumb_media_id or thumb_url"));
        }

        var id = await media.IdOfAsync(call.App, thumb, call.Aborted);
        return id.TryGet(out var mediaId, out var error)
            ? (CustomMessage.Write(
                message.User, CustomMessage.Page, ("title", title), ("pagepath", page), ("thumb_media_id", mediaId)), null)
            : (default, LoginAnswer.Of(error));
    }
}
