using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Messages;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Records.Bodies;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Exchange;
using WxYarpGateway.Transforms.Pipeline.Routing;
using WxYarpGateway.Transforms.RedeliveryAttempts;

namespace WxYarpGateway.Platform.Events;

/// <summary>Has the rules and <c>EventBackend</c> get their copies of an event. Whatever a rule's mode, its answer is nobody's.</summary>
internal sealed class EventCopier(AuthorizerRegistry authorizers, IEnumerable<IMessageRoutes> routes, MessageCopies copies)
{
    private const string EventBackend = nameof(PlatformOptions.EventBackend);
    private const string Route = "events";
    private const string InfoType = "$INFOTYPE$";

    private static readonly MessageTarget OwnCluster = new(backend: null);

    private readonly IMessageRoutes[] _routes = [.. routes];

    /// <summary>Hands over the copies of an event. It returns when they are kept, and may be called again for the same event.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="infoType">The InfoType.</param>
    /// <param name="account">The account that it is about.</param>
    /// <param name="id">The id that all deliveries of the event share.</param>
    /// <param name="json">The event, with its codes: they go nowhere.</param>
    public async ValueTask CopyAsync(
        WeChatPlatform platform, string infoType, AppId? account, string id, ReadOnlyMemory<byte> json)
    {
        // A dot has no place in a path's name; rules still see the InfoType as it is.
        var message = new CopiedMessage(id, infoType.Replace('.', '_'), RecordSecrets.Hide(json));
        if (platform.Options.EventBackend is not null && platform.EventTarget is null)
        {
            // The cluster of the route for events is that of the component itself.
            await DeliverAsync(platform, platform.Events.Name, message, [new MessageCopy(EventBackend, OwnCluster)]);
        }

        List<MessageCopy> wanted = platform.EventTarget is { } target ? [new MessageCopy(EventBackend, target)] : [];
        var known = account is { } appId ? authorizers.Find(platform.AppId, appId) : null;
        var facts = new MessageFacts(
            account?.Value ?? "", known?.Kind ?? ServiceKind.Other, known?.Tags ?? [], infoType, MsgType: "", Event: "");
        foreach (var route in _routes)
        {
            var copies = route.Route(platform, facts)?.Copies ?? [];
            wanted.AddRange(copies.Select(copy => new MessageCopy(copy.Rule, For(copy.Target, message))));
        }

        if (wanted.Count > 0)
        {
            await DeliverAsync(platform, platform.ServiceNameOf(account?.Value ?? platform.AppId.Value), message, wanted);
        }
    }

    /// <summary>Returns a target with the InfoType in its path. Of messages, which have none, the path is written with each call.</summary>
    private static MessageTarget For(MessageTarget target, CopiedMessage message)
        => target.Path?.Contains(InfoType, StringComparison.Ordinal) is not true ? target
            : new MessageTarget(target.Backend, target.Path.Replace(InfoType, message.Event, StringComparison.Ordinal), target.Form);

    private Task DeliverAsync(WeChatPlatform platform, string service, CopiedMessage message, IReadOnlyList<MessageCopy> wanted)
        => copies.DeliverAsync(service, WeChatRoute.IdOf(platform.Name, Route), platform.Policy, message, wanted);
}
