using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.Routing;
using WxYarpGateway.Transforms.Redelivery.Queue;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.RedeliveryAttempts;

/// <content>Copies of what came by another way than a push of a message.</content>
public sealed partial class MessageCopies
{
    /// <summary>Takes over copies of something that is no push. It returns when they are kept; nothing waits for their delivery.</summary>
    /// <param name="service">The name of the service, such as <c>saas/wx1234</c>, by which its account is found.</param>
    /// <param name="route">The name of the YARP route whose cluster a target without a backend means.</param>
    /// <param name="policy">How long copies are delivered again.</param>
    /// <param name="message">What the backends get.</param>
    /// <param name="copies">The copies.</param>
    public Task DeliverAsync(
        string service, string route, ServicePolicy policy, CopiedMessage message, IReadOnlyList<MessageCopy> copies)
    {
        ArgumentException.ThrowIfNullOrEmpty(service);
        ArgumentException.ThrowIfNullOrEmpty(route);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(copies);
        var key = BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{service}\n{message.Id}")));
        var receivedAt = _clock.GetUtcNow();
        return Task.WhenAll(copies.Select(copy => KeepAsync(
            new KeptMessage
            {
                Id = IdOf(key, copy.Name),
                Service = CopyLanes.NameOf(WeChatService.ShownNameOf(service), copy.Target.Backend ?? ""),
                CopyOf = service,
                MessageId = message.Id,
                Route = route,
                Target = copy.Target,
                Head = MessageHead.Unknown with { MsgType = "event", Event = message.Event },
                ReceivedAt = receivedAt,
                Trace = Activity.Current?.Id,
                Body = message.Json,
            },
            policy.Redelivery)));
    }
}
