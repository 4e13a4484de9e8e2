using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Services;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.Messages;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Replies;

/// <summary>Reads the backend's answer as a reply; a failure becomes what the service says when its backend fails.</summary>
internal sealed partial class ReplyTransform(ILogger<ReplyTransform> logger) : ImmediateTransform
{
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
                case StatusCodes.Status200OK when BackendReply.Read(answer.Body.Span) is { } reply:
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
        Log.BackendFailed(logger, message.Service.Name, message.Id, failure);
        return message.Service.Reply is { WhenFailed: WhenFailed.Text, FailureText: { Length: > 0 } text } ? new TextReply(text) : Reply.Success;
    }

    /// <summary>A shop has no user to read a text: backends written for go-wx-gateway, which passed it on as it was, say WeChat's word for "nothing" in it.</summary>
    private static bool IsMeantForWeChat(MessageContext message, Reply reply)
        => message.Service.Account.Kind == ServiceKind.ChannelsShop && reply is TextReply { Content: "success" };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The backend of service '{Service}' failed on message '{MessageId}': {Failure}. WeChat is told what Reply.WhenFailed says.", EventName = "BackendFailed")]
        public static partial void BackendFailed(ILogger logger, string service, string messageId, string failure);
    }
}
