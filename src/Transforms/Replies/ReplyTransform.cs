using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Transforms.Replies;

/// <summary>Reads the backend's answer as a reply; for a failure it returns the reply that <c>Reply.WhenFailed</c> names.</summary>
internal sealed partial class ReplyTransform(TimeProvider clock, ILogger<ReplyTransform> logger) : ImmediateTransform
{
    // One for each service, collected with it after a reload.
    private readonly ConditionalWeakTable<WeChatService, RepeatedWarning> _notUnderstood = [];
    private readonly ConditionalWeakTable<WeChatService, RepeatedWarning> _partlyUnderstood = [];

    /// <inheritdoc/>
    public override Reply Send(MessageContext message, Reply reply) => reply is BackendAnswer answer ? Read(message, answer) : reply;

    private Reply Read(MessageContext message, BackendAnswer answer)
    {
        using var span = message.StartSpan(PushSpans.Reply);
        var failure = answer.Failure;
        var reason = "backend_failed";
        if (failure is null)
        {
            switch (answer.StatusCode)
            {
                case StatusCodes.Status204NoContent:
                    return Reply.Success;
                case StatusCodes.Status200OK when ReadBody(message, answer) is { } reply:
                    return IsSuccessOfShop(message, reply) ? Reply.Success : reply;
                case StatusCodes.Status200OK:
                    failure = "its answer is not a reply in JSON";
                    reason = "not_a_reply";
                    break;
                default:
                    failure = $"it answered with status {answer.StatusCode}";
                    break;
            }
        }

        span.Fail(reason);
        message.Outcome = PushOutcome.Failed;
        if (message.WantsAnswer)
        {
            // WeChat must not take for done what no backend did, so Reply.WhenFailed does not count here.
            Log.AskedAgain(logger, message.Service.Name, message.Id, failure);
            return RetryReply.Instance;
        }

        Log.BackendFailed(logger, message.Service.Name, message.Id, failure);
        return message.Service.Reply is { WhenFailed: WhenFailed.Text, FailureText: { Length: > 0 } text }
            ? new TextReply(text)
            : Reply.Success;
    }

    private Reply? ReadBody(MessageContext message, BackendAnswer answer)
    {
        var read = BackendReply.Read(answer.Body.Span, message.Head);
        if (read.NotUnderstood.Length > 0)
        {
            Warn(message, read);
        }

        return read.Reply;
    }

    /// <summary>Logs the parts of an answer that the gateway does not know. Where nothing is left, the user gets no reply.</summary>
    private void Warn(MessageContext message, ReadReply read)
    {
        var isNothing = read.Reply is null or SuccessReply;
        var warning = (isNothing ? _notUnderstood : _partlyUnderstood).GetValue(message.Service, _ => new RepeatedWarning(clock));
        if (!warning.IsDue(out var leftOut))
        {
            return;
        }

        if (isNothing)
        {
            Log.NotUnderstood(logger, message.Service.Name, message.Id, read.NotUnderstood, leftOut);
        }
        else
        {
            Log.PartlyUnderstood(logger, message.Service.Name, message.Id, read.NotUnderstood, leftOut);
        }
    }

    /// <summary>Returns whether a shop's backend says <c>success</c> as a text, as those written for go-wx-gateway do.</summary>
    private static bool IsSuccessOfShop(MessageContext message, Reply reply)
        => message.Service.Account.Kind == ServiceKind.ChannelsShop && reply is TextReply { Content: "success" };

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "The backend of service '{Service}' failed on message '{MessageId}': {Failure}. Answering WeChat by Reply.WhenFailed.",
            EventName = "BackendFailed")]
        public static partial void BackendFailed(ILogger logger, string service, string messageId, string failure);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "The backend of service '{Service}' failed on message '{MessageId}': {Failure}. "
                + "WeChat waits for an answer to this event; answering 503, so that it retries.",
            EventName = "AskedAgain")]
        public static partial void AskedAgain(ILogger logger, string service, string messageId, string failure);

        [LoggerMessage(
            3,
            LogLevel.Warning,
            "The backend of service '{Service}' answered message '{MessageId}' with nothing that the gateway knows: {Names}. "
                + "The user gets no reply; see docs/backends.md. Such warnings left out since the last: '{LeftOut}'.",
            EventName = "NotUnderstood")]
        public static partial void NotUnderstood(ILogger logger, string service, string messageId, string names, long leftOut);

        [LoggerMessage(
            4,
            LogLevel.Information,
            "The backend of service '{Service}' answered message '{MessageId}' with fields that the gateway does not know: {Names}. "
                + "Leaving them out. Such lines left out since the last: '{LeftOut}'.",
            EventName = "PartlyUnderstood")]
        public static partial void PartlyUnderstood(ILogger logger, string service, string messageId, string names, long leftOut);
    }
}
