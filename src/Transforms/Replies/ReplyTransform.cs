using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Replies;

/// <summary>Reads the backend's answer as a reply; a failure becomes what the service says when its backend fails.</summary>
internal sealed partial class ReplyTransform(TimeProvider clock, ILogger<ReplyTransform> logger) : ImmediateTransform
{
    // Of each service for itself, and gone with it.
    private readonly ConditionalWeakTable<WeChatService, RepeatedWarning> _notUnderstood = [];
    private readonly ConditionalWeakTable<WeChatService, RepeatedWarning> _leftOut = [];

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
                    return IsMeantForWeChat(message, reply) ? Reply.Success : reply;
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
            // Whatever is said to the user, WeChat must not take for done what was not.
            Log.AskedAgain(logger, message.Service.Name, message.Id, failure);
            return RetryReply.Instance;
        }

        Log.BackendFailed(logger, message.Service.Name, message.Id, failure);
        return message.Service.Reply is { WhenFailed: WhenFailed.Text, FailureText: { Length: > 0 } text } ? new TextReply(text) : Reply.Success;
    }

    private Reply? ReadBody(MessageContext message, BackendAnswer answer)
    {
        var read = BackendReply.Read(answer.Body.Span, message.Head);
        if (read.NotUnderstood.Length > 0)
        {
            Tell(message, read);
        }

        return read.Reply;
    }

    /// <summary>Says what of an answer means nothing to the gateway; a user who should have got an answer got none.</summary>
    private void Tell(MessageContext message, ReadReply read)
    {
        var isNothing = read.Reply is null or SuccessReply;
        var warning = (isNothing ? _notUnderstood : _leftOut).GetValue(message.Service, _ => new RepeatedWarning(clock));
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

    /// <summary>A shop has no user to read a text: backends written for go-wx-gateway, which passed it on as it was, say WeChat's word for "nothing" in it.</summary>
    private static bool IsMeantForWeChat(MessageContext message, Reply reply)
        => message.Service.Account.Kind == ServiceKind.ChannelsShop && reply is TextReply { Content: "success" };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The backend of service '{Service}' failed on message '{MessageId}': {Failure}. WeChat is told what Reply.WhenFailed says.", EventName = "BackendFailed")]
        public static partial void BackendFailed(ILogger logger, string service, string messageId, string failure);

        [LoggerMessage(2, LogLevel.Warning, "The backend of service '{Service}' failed on message '{MessageId}': {Failure}. WeChat wants an answer to this event, and is asked to deliver it again.", EventName = "AskedAgain")]
        public static partial void AskedAgain(ILogger logger, string service, string messageId, string failure);

        [LoggerMessage(3, LogLevel.Warning, "The backend of service '{Service}' answered message '{MessageId}' with nothing that the gateway knows: {Names}. The user gets no answer of it; see docs/backends.md. Such warnings left out since the last: '{LeftOut}'.", EventName = "NotUnderstood")]
        public static partial void NotUnderstood(ILogger logger, string service, string messageId, string names, long leftOut);

        [LoggerMessage(4, LogLevel.Information, "The reply of the backend of service '{Service}' to message '{MessageId}' has fields that the gateway does not know, and leaves out: {Names}. Such lines left out since the last: '{LeftOut}'.", EventName = "PartlyUnderstood")]
        public static partial void PartlyUnderstood(ILogger logger, string service, string messageId, string names, long leftOut);
    }
}
