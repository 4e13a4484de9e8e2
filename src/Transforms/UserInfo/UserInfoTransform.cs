using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Telemetry;

namespace WxYarpGateway.Transforms.UserInfo;

/// <summary>Adds the user's info to messages of official accounts, or the reason why it is missing.</summary>
internal sealed class UserInfoTransform(UserInfoSource source, PushMetrics metrics, TimeProvider clock) : TwoWayTransform
{
    /// <summary>The longest that a message waits for its user's info.</summary>
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public override ValueTask<Reply?> ReceiveAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
        => IsAskedFor(message) ? AppendAsync(message, cancellationToken) : default;

    private async ValueTask<Reply?> AppendAsync(MessageContext message, CancellationToken cancellationToken)
    {
        UserInfoJson.Append(message, await LookUpAsync(message, cancellationToken));
        return null;
    }

    private static bool IsAskedFor(MessageContext message)
        => message.Service.UserInfo.Append
            && message.Service.Account.Kind == ServiceKind.OfficialAccount
            && message.FromUserName.Length > 0
            && message.Event != "unsubscribe";

    private async ValueTask<UserInfoResult> LookUpAsync(MessageContext message, CancellationToken cancellationToken)
    {
        using var span = message.StartSpan(PushSpans.UserInfo);
        message.Steps?.LookingUp();
        var lookUp = source.GetAsync(message.Service, message.FromUserName);
        if (!lookUp.IsCompleted)
        {
            Task wait = lookUp;
            await wait.WaitAsync(Timeout, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var info = lookUp.IsCompleted
            ? await lookUp
            : UserInfoResult.Missing($"WeChat did not tell the user's info within {Timeout.TotalSeconds:0} s.", UserInfoResult.Late);
        metrics.LookedUp(message.Service.ShownName, info.Lookup);
        message.Steps?.LookedUp(info.Lookup);
        span?.SetTag(PushSpans.Result, info.Lookup);
        if (info.Error.Length > 0)
        {
            span.Fail(info.Lookup);
        }

        return info;
    }
}
