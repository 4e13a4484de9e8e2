using System.Text;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Exchange;

/// <summary>
/// Replaces a backend that is not configured yet: echoes each message and logs it, for a first hook-up.
/// </summary>
internal sealed partial class EchoBackend(ILogger<EchoBackend> logger)
{
    /// <summary>Answers a message.</summary>
    public Reply Answer(MessageContext message)
    {
        if (logger.IsEnabled(LogLevel.Information))
        {
            Log.Echoing(logger, message.Service.Name, Encoding.UTF8.GetString(message.Body.Span));
        }

        return message switch
        {
            // No backend delivered the goods, so WeChat must not read success.
            { WantsAnswer: true } => RetryReply.Instance,
            { MsgType: "text" } when message.GetString("Content") is { Length: > 0 } text => new TextReply(text),
            { MsgType: "image" } when message.GetString("MediaId") is { Length: > 0 } mediaId => new ImageReply(mediaId),
            { MsgType: "voice" } when message.GetString("MediaId") is { Length: > 0 } mediaId => new VoiceReply(mediaId),
            { MsgType: "event", Event: "subscribe" } => new TextReply("welcome"),
            { MsgType: "event" } => new TextReply($"event {message.Event} received"),
            { MsgType: { Length: > 0 } type } => new TextReply($"{type} message received"),
            _ => Reply.Success,
        };
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Service '{Service}' has no MessageBackend; echoing this message: {Message}",
            EventName = "Echoing", SkipEnabledCheck = true)]
        public static partial void Echoing(ILogger logger, string service, string message);
    }
}
