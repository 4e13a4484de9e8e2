namespace WxYarpGateway.EchoBackend;

/// <summary>Says back what it heard.</summary>
public static class Bot
{
    /// <summary>Longer than the gateway lets WeChat wait: the reply follows by the customer-service API.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(6);

    /// <summary>
    /// Answers a message: <paramref name="kind"/> is "msg" or "event", <paramref name="name"/> the message's type or the event's name.
    /// </summary>
    public static async Task<WeChatReply> AnswerAsync(string kind, string name, WeChatMessage message, CancellationToken cancellationToken)
    {
        if (message.Content == "slow")
        {
            await Task.Delay(Slow, cancellationToken);
        }

        return (kind, name) switch
        {
            ("msg", "text") => new WeChatReply("text", $"You said: {message.Content}"),
            ("msg", "image") => new WeChatReply("image", message.MediaId),
            ("event", "subscribe") => new WeChatReply("text", "Welcome!"),
            _ => new WeChatReply("success"),
        };
    }
}
