using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.Transforms.KeptReplies;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using WxYarpGateway.Transforms.Replies;

namespace WxYarpGateway.Transforms.LateReplies;

/// <summary>Sends replies outside a push's response: late ones, those of redeliveries, and the parts that follow a passive one.</summary>
internal sealed partial class ReplyDelivery(
    WeChatApiClient weChat, LateWays ways, ReplyKeeper keeper, PushMetrics metrics, ILogger<ReplyDelivery> logger)
{
    /// <summary>Sends a whole reply by the service's late way, in parts where it is long; returns the result.</summary>
    public async Task<string> SendAsync(MessageContext message, Reply reply, CancellationToken cancellationToken)
    {
        switch (ways.Of(message.Service))
        {
            case LateWay.CustomerService:
                var parts = PassiveForm.PartsOf(reply, message.Service.Reply.MostParts, out var isCut);
                if (isCut)
                {
                    metrics.Cut(message.Service.ShownName);
                }

                // While no part has reached the user, the reply is kept as it was.
                var sent = await SendAsync(message, parts, cancellationToken);
                return sent.IsLacking
                    ? await KeepAsync(message, sent.Left.Count < parts.Count ? Joined(sent.Left) : reply)
                    : sent.Result;
            case LateWay.NextMessage:
                return await KeepAsync(message, reply);
            default:
                return DeliveryResult.Dropped;
        }
    }

    /// <summary>Sends or keeps the parts that follow a passive one; returns the result.</summary>
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

    /// <summary>Keeps a reply for the user's next message, where the service is configured so.</summary>
    private async Task<string> KeepAsync(MessageContext message, Reply reply)
    {
        if (reply is RawReply)
        {
            // No user reads it, and WeChat no longer waits for it.
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

    /// <summary>Sends parts one after another. A part that fails ends this, and is left with those behind it.</summary>
    private async Task<Sending> SendAsync(MessageContext message, IReadOnlyList<Reply> parts, CancellationToken cancellationToken)
    {
        if (message.IsTest)
        {
            return new Sending(DeliveryResult.Dropped, []);
        }

        for (var sent = 0; sent < parts.Count; sent++)
        {
            if (CustomerServiceMessage.Write(parts[sent], message.FromUserName) is not { } body)
            {
                Log.CannotBeSent(logger, message.Service.Name, message.Id, parts[sent].GetType().Name);
                return new Sending(DeliveryResult.Dropped, [.. parts.Skip(sent)]);
            }

            var result = await weChat.SendCustomerServiceMessageAsync(
                message.Service.Account, message.FromUserName, body, cancellationToken);
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

    /// <summary>Joins parts into one reply.</summary>
    private static Reply Joined(IReadOnlyList<Reply> parts)
        => parts is [var only] ? only : new TextReply(string.Join('\n', parts.OfType<TextReply>().Select(part => part.Content)));

    /// <summary>The outcome of sending parts.</summary>
    /// <param name="Result">The result; see <see cref="DeliveryResult"/>.</param>
    /// <param name="Left">The parts that did not reach the user, in order.</param>
    /// <param name="IsLacking">Whether WeChat refused because the account lacks the customer-service API.</param>
    private sealed record Sending(string Result, IReadOnlyList<Reply> Left, bool IsLacking = false);

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Error,
            "The reply to message '{MessageId}' of service '{Service}' is lost after '{Sent}' of '{Parts}' "
                + "customer-service messages: {Reason}",
            EventName = "NotDelivered")]
        public static partial void NotDelivered(ILogger logger, string service, string messageId, int sent, int parts, string reason);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "The reply to message '{MessageId}' of service '{Service}' is dropped: the customer-service API has no '{Kind}'. "
                + "WeChat takes it only in answer to a push.",
            EventName = "CannotBeSent")]
        public static partial void CannotBeSent(ILogger logger, string service, string messageId, string kind);
    }
}
