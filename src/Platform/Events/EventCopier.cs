using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Messages;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Records.Bodies;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Pipeline.Routing;

namespace WxYarpGateway.Platform.Events;

/// <summary>Has the rules and <c>EventBackend</c> get their copies of an event. Whatever a rule's mode, its answer is nobody's.</summary>
internal sealed class EventCopier(
    AuthorizerRegistry authorizers, IEnumerable<IMessageRoutes> routes, IEnumerable<IEventCopies> copies)
{
    private const string EventBackend = "EventBackend";

    private readonly IMessageRoutes[] _routes = [.. routes];
    private readonly IEventCopies[] _copies = [.. copies];

    /// <summary>Hands over the copies of an event.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="infoType">The InfoType.</param>
    /// <param name="account">The account that it is about.</param>
    /// <param name="id">The id that all deliveries of the event share.</param>
    /// <param name="json">The event, with its codes: they go nowhere.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask CopyAsync(
        WeChatPlatform platform,
        string infoType,
        AppId? account,
        string id,
        ReadOnlyMemory<byte> json,
        CancellationToken cancellationToken)
    {
        List<RoutedCopy> wanted = platform.Options.EventBackend is null
            ? [] : [new RoutedCopy(EventBackend, platform.EventTarget ?? new MessageTarget(backend: null), TargetFormat.Json)];
        var known = account is { } appId ? authorizers.Find(platform.AppId, appId) : null;
        var facts = new MessageFacts(
            account?.Value ?? "", known?.Kind ?? ServiceKind.Other, known?.Tags ?? [], infoType, MsgType: "", Event: "");
        foreach (var route in _routes)
        {
            wanted.AddRange(route.Route(platform, facts)?.Copies ?? []);
        }

        if (wanted.Count == 0)
        {
            return;
        }

        var copied = new CopiedEvent(id, infoType, account?.Value ?? "", RecordSecrets.Hide(json), wanted);
        foreach (var deliverer in _copies)
        {
            await deliverer.DeliverAsync(platform, copied, cancellationToken);
        }
    }
}
