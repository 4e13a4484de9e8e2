using Microsoft.Extensions.Options;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.KeywordReply;

/// <summary>Answers a text that is a keyword, and hands every other message on to the backend.</summary>
internal sealed class KeywordTransform(IOptionsMonitor<KeywordOptions> options) : IMessageTransform
{
    public ValueTask<Reply> InvokeAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
    {
        if (message.MsgType == "text"
            && message.GetString("Content") is { } content
            && options.CurrentValue.Keywords.TryGetValue(content.Trim(), out var answer))
        {
            return new(new TextReply(answer));
        }

        return next(message, cancellationToken);
    }
}
