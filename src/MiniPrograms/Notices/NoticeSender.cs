using System.Buffers;
using System.Text.Json;
using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Api.Calls;
using WxYarpGateway.Transforms.Pipeline.Formats;

namespace WxYarpGateway.MiniPrograms.Notices;

/// <summary>Sends one notice, and says what its result means.</summary>
/// <remarks>Source: developers.weixin.qq.com/miniprogram, 发送订阅消息 (subscribeMessage.send), mirrored 2026-07-30.</remarks>
internal sealed class NoticeSender(
    LoginCatalog apps, WeChatCalls weChat, INoticeStore notices, NoticeMetrics metrics, TimeProvider clock)
{
    /// <summary>The user does not accept the message any more: one acceptance of a one-time subscription is good for one message.</summary>
    private const int NotAccepted = ErrorCodes.NoticeNotAccepted;

    /// <summary>A message to the user is under way.</summary>
    private const int OneAtATime = 43108;

    // Of an account that is not here any more, or not yet: a configuration may be reloaded.
    private const int NotSent = ErrorCodes.SystemBusy;

    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWork = TimeSpan.FromDays(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    /// <summary>Sends a notice and keeps the result.</summary>
    /// <param name="notice">The notice.</param>
    /// <returns>WeChat's error; <see langword="null"/> when the notice was sent.</returns>
    /// <exception cref="Users.UsersUnavailableException">The database is away; the notice is taken again when its lease ends.</exception>
    public async ValueTask<WeChatError?> SendAsync(DueNotice notice)
    {
        // Nothing is cancelled: of what is broken off, nobody knows whether WeChat sent it. WeChat's answer has a time limit.
        var content = NoticeContent.Parse(notice.Payload);
        var app = apps.TryFind(notice.App, out var found) ? found : null;
        var name = app?.ShownName ?? "";
        var result = app is null
            ? new WeChatError(NotSent, ErrorClass.Configuration, "The mini program has no Login here.")
            : await SendAsync(app, notice, content);
        if (result is null || (result.ErrorCode == NotAccepted && notice.MayBeSent))
        {
            await notices.SentAsync(notice, CancellationToken.None);
            metrics.Sent(name);
            return null;
        }

        // Without an errcode nobody knows what WeChat did: it may have been late, or a proxy before it away.
        var trouble = new NoticeTrouble(notice.MayBeSent ? null : result.ErrorCode, result.Message);
        var pause = PauseAfter(notice.Attempts, result);
        if (IsPassing(result) && clock.GetUtcNow() + pause < content.ActiveAt + LongestWork)
        {
            await notices.PostponeAsync(notice, pause, trouble, CancellationToken.None);
            metrics.Postponed(name);
        }
        else
        {
            await notices.FailedAsync(notice, trouble with { ErrorCode = result.ErrorCode }, CancellationToken.None);
            metrics.Failed(name);
        }

        return result;
    }

    /// <summary>Returns how long to wait after a number of tries: 2 s, doubled up to 10 minutes; as long as WeChat asks for.</summary>
    internal static TimeSpan PauseAfter(int attempts, WeChatError error)
    {
        var doubled = error.ErrorCode == OneAtATime ? FirstPause
            : TimeSpan.FromTicks(Math.Min(FirstPause.Ticks << Math.Min(attempts - 1, 10), LongestPause.Ticks));
        return error.RetryAfter > doubled ? error.RetryAfter.Value : doubled;
    }

    /// <summary>Returns whether the same message may be taken later: WeChat is away, asks to wait, or refuses the account.</summary>
    internal static bool IsPassing(WeChatError error) => error switch
    {
        { ErrorCode: null or OneAtATime } => true,
        { Class: ErrorClass.Busy or ErrorClass.Throttled or ErrorClass.TokenRejected or ErrorClass.Configuration } => true,
        _ => false,
    };

    private async ValueTask<WeChatError?> SendAsync(LoginApp app, DueNotice notice, NoticeContent content)
    {
        var call = new WeChatCall(HttpMethod.Post, "/cgi-bin/message/subscribe/send")
        {
            Json = BodyOf(notice, content),
            OnceWithin = TimeLimit,
        };
        var sent = await weChat.SendAsync(app.Account, call, CancellationToken.None);
        return sent.TryGet(out _, out var error) ? null : error;
    }

    private static ReadOnlyMemory<byte> BodyOf(DueNotice notice, NoticeContent content)
    {
        var written = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(written, MessageJson.ToWeChat))
        {
            json.WriteStartObject();
            json.WriteString("touser"u8, notice.OpenId);
            json.WriteString("template_id"u8, notice.TemplateId);
            if (content.Page.Length > 0)
            {
                json.WriteString("page"u8, content.Page);
            }

            json.WriteString("miniprogram_state"u8, content.MiniProgramState);
            json.WriteString("lang"u8, content.Language);
            json.WriteStartObject("data"u8);
            content.WriteData(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return written.WrittenMemory;
    }
}
