using System.Buffers;
using System.Text.Json;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Telemetry;

namespace WxYarpGateway.Transforms.UserInfo;

/// <summary>
/// Adds <c>userInfo</c>, what WeChat knows of the user, to messages of official accounts; or <c>userInfoError</c>, why it is missing.
/// </summary>
internal sealed class UserInfoTransform(UserInfoSource source, PushMetrics metrics, TimeProvider clock) : IMessageTransform
{
    /// <summary>A message never waits longer than this for its user's info.</summary>
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public ValueTask<Reply> InvokeAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
        => IsAskedFor(message) ? AppendAsync(message, next, cancellationToken) : next(message, cancellationToken);

    private async ValueTask<Reply> AppendAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
    {
        Append(message, await LookUpAsync(message, cancellationToken));
        return await next(message, cancellationToken);
    }

    private static bool IsAskedFor(MessageContext message)
        => message.Service.UserInfo.Append
            && message.Service.Account.Kind == ServiceKind.OfficialAccount
            && message.FromUserName.Length > 0
            && message.Event != "unsubscribe";

    private async ValueTask<UserInfoResult> LookUpAsync(MessageContext message, CancellationToken cancellationToken)
    {
        using var span = message.StartSpan(PushSpans.UserInfo);
        var lookUp = source.GetAsync(message.Service, message.FromUserName);
        if (!lookUp.IsCompleted)
        {
            await ((Task)lookUp).WaitAsync(Timeout, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var info = lookUp.IsCompleted
            ? await lookUp
            : UserInfoResult.Missing($"WeChat did not tell the user's info within {Timeout.TotalSeconds:0} s.", UserInfoResult.Late);
        metrics.LookedUp(message.Service.Name, info.Lookup);
        span?.SetTag(PushSpans.Result, info.Lookup);
        if (info.Error.Length > 0)
        {
            span.Fail(info.Lookup);
        }

        return info;
    }

    private static void Append(MessageContext message, UserInfoResult info)
    {
        var body = message.Body.Span;
        var written = new ArrayBufferWriter<byte>(body.Length + info.Json.Length + info.Error.Length + 64);
        written.Write(body[..^1]);
        written.Write(body.Length > "{}".Length ? ","u8 : default);
        if (info.Error.Length == 0)
        {
            written.Write("\"userInfo\":"u8);
            written.Write(info.Json.Span);
        }
        else
        {
            written.Write("\"userInfoError\":"u8);
            using var json = new Utf8JsonWriter(written, MessageJson.ToBackend);
            json.WriteStringValue(info.Error);
        }

        written.Write("}"u8);
        message.Body = written.WrittenMemory;
    }
}
