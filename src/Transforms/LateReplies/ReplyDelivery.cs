using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.Transforms.KeptReplies;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Telemetry;

namespace WxYarpGateway.Transforms.LateReplies;

/// <summary>Sends replies outside a push's response: late ones, those of redelivered messages, and what follows a passive part.</summary>
internal sealed partial class ReplyDelivery(
    WeChatApiClient weChat, LateWays ways, ReplyKeeper keeper, PushMetrics metrics, ILogger<ReplyDelivery> logger)
{
    /// <summary>Sends a whole reply as the service's late replies go, in parts if need be; returns what became of it.</summary>
    public async Task<string> SendAsync(MessageContext message, Reply reply, CancellationToken cancellationToken)
    {
        switch (ways.Of(message.Service))
        {
            case LateWay.CustomerService:
                var parts = PassiveForm.PartsOf(reply, message.Service.Reply.MostParts, out var isCut);
                if (isCut)
                {
                    metrics.Cut(message.Service.Name);
                }

                // Nothing of it has reached the user yet: it may wait as it was.
                var sent = await SendAsync(message, parts, cancellationToken);
                return sent.IsLacking ? await KeepAsync(message, sent.Left.Count < parts.Count ? Joined(sent.Left) : reply) : sent.Result;
            case LateWay.NextMessage:
                return await KeepAsync(message, reply);
            default:
                return DeliveryResult.Dropped;
        }
    }

    /// <summary>Has what follows a passive part reach the user; returns what became of it.</summary>
    public async Task<string> SendRestAsync(MessageContext message, PassiveForm form, CancellationToken cancellationToken)
    {
        if (form.Rest == RestOfReply.NextMessage)
        {
            return await keeper.KeepRestAsync(message, form.Later[0]) ? DeliveryResult.Kept : DeliveryResult.Lost;
        }

        var sent = await SendAsync(message, form.Later, cancellationToken);
        return !sent.IsLacking ? sent.Result
            : ways.RestOf(message.Service) != RestOfReply.NextMessage ? DeliveryResult.Lost
            : await keeper.KeepRestAsync(message, Joined(sent.Left)) ? DeliveryResult.Kept : DeliveryResult.Lost;
    }

    /// <summary>Keeps a reply for the user's next message, where an account without the customer-service API is to do so.</summary>
    private async Task<string> KeepAsync(MessageContext message, Reply reply)
    {
        if (reply is RawReply)
        {
            // Not said to the user; the event that it answers is over.
            Log.CannotBeSent(logger, message.Service.Name, message.Id, reply.GetType().Name);
            return DeliveryResult.Dropped;
        }

        return ways.Of(message.Service) switch
        {
            LateWay.NextMessage when await keeper.KeepAsync(message, reply) => DeliveryResult.Kept,
            LateWay.Nothing => DeliveryResult.Dropped,
            _ => DeliveryResult.Lost,
        };
    }

    /// <summary>Sends parts, each once the one before has arrived. Where one fails, it and those behind it are left.</summary>
    private async Task<Sending> SendAsync(MessageContext message, IReadOnlyList<Reply> parts, CancellationToken cancellationToken)
    {
        for (var sent = 0; sent < parts.Count; sent++)
        {
            if (CustomerServiceMessage.Write(parts[sent], message.FromUserName) is not { } body)
            {
                Log.CannotBeSent(logger, message.Service.Name, message.Id, parts[sent].GetType().Name);
                return new Sending(DeliveryResult.Dropped, [.. parts.Skip(sent)]);
            }

            var result = await weChat.SendCustomerServiceMessageAsync(message.Service.Account, message.FromUserName, body, cancellationToken);
            if (result.Error is { } error)
            {
                var isLacking = ways.Lacks(message.Service, error);
                if (!isLacking)
                {
                    Log.NotDelivered(logger, message.Service.Name, message.Id, sent, parts.Count, error.Message);
                }

                return new Sending(DeliveryResult.Lost, [.. parts.Skip(sent)], isLacking);
            }
        }

        return new Sending(parts.Count == 0 ? DeliveryResult.Nothing : DeliveryResult.Delivered, []);
    }

    /// <summary>Returns parts as one reply again.</summary>
    private static Reply Joined(IReadOnlyList<Reply> parts)
        => parts is [var only] ? only : new TextReply(string.Join('\n', parts.OfType<TextReply>().Select(part => part.Content)));

    /// <summary>How the sending of parts went.</summary>
    /// <param name="Result">In one word.</param>
    /// <param name="Left">The parts that did not reach the user, in order.</param>
    /// <param name="IsLacking">Whether the account turned out to lack the customer-service API.</param>
    private sealed record Sending(string Result, IReadOnlyList<Reply> Left, bool IsLacking = false);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The reply to message '{MessageId}' of service '{Service}' is lost after '{Sent}' of '{Parts}' customer-service messages: {Reason}", EventName = "NotDelivered")]
        public static partial void NotDelivered(ILogger logger, string service, string messageId, int sent, int parts, string reason);

        [LoggerMessage(2, LogLevel.Warning, "The reply to message '{MessageId}' of service '{Service}' is dropped: it can be given only in answer to a push, and the customer-service API has no '{Kind}'.", EventName = "CannotBeSent")]
        public static partial void CannotBeSent(ILogger logger, string service, string messageId, string kind);
    }
}
