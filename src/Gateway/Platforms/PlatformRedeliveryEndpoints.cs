using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Endpoints;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Redelivery;
using WxYarpGateway.Transforms.RedeliveryAttempts;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Gateway.Platforms;

/// <summary>
/// The redelivery queues of a platform, each as a plain service's: one for the messages of each authorizer,
/// <c>…/redelivery/authorizers/{appid}</c>, and one for the copies to each backend, <c>…/redelivery/copies/{backend}</c>.
/// <c>GET …/redelivery</c> lists those that have anything.
/// </summary>
internal sealed class PlatformRedeliveryEndpoints(ServiceCatalog services, UndeliveredMessages undelivered, QueueAnswers queues)
    : IPlatformEndpoints
{
    private const string Root = "/redelivery";
    private const string Authorizers = $"{Root}/authorizers/{{appid}}";
    private const string Copies = $"{Root}/copies/{{backend}}";
    private const string Dead = "/dead";

    // The copies for an EventBackend that is no name of Backends.
    private const string Unnamed = nameof(PlatformOptions.EventBackend);

    private static readonly GatewayError NoQueue = GatewayError.Missing("The platform has no such queue.");

    /// <inheritdoc/>
    public IReadOnlyList<PlatformEndpoint> Endpoints =>
        [new(HttpMethods.Get, Root, "Lists the queues of the platform.", ListAsync), .. Of(Authorizers), .. Of(Copies)];

    private IEnumerable<PlatformEndpoint> Of(string path) =>
    [
        new(HttpMethods.Get, path, QueueAnswers.Counts, WithQueue((context, queue) => queues.CountAsync(context, queue.Name))),
        new(HttpMethods.Get, path + Dead, QueueAnswers.Letters, WithQueue((context, queue) => queues.ListAsync(context, queue.Name))),
        new(HttpMethods.Post, $"{path}{Dead}/requeue", QueueAnswers.Requeued, WithQueue((context, queue)
            => queues.RequeueAsync(context, queue.Name, queue.MaxAge, queue.MaxMessages))),
        new(HttpMethods.Delete, $"{path}{Dead}/{{id}}", QueueAnswers.Deleted, WithQueue((context, queue)
            => queues.DeleteAsync(context, queue.Name))),
    ];

    private Func<HttpContext, WeChatPlatform, Task> WithQueue(Func<HttpContext, Queue, Task> answer)
        => (context, platform) => Find(context, platform) is { } queue ? answer(context, queue) : ErrorWriter.WriteAsync(context, NoQueue);

    private Queue? Find(HttpContext context, WeChatPlatform platform)
    {
        if (context.GetRouteValue("backend") is string backend)
        {
            var redelivery = platform.Policy.Redelivery;
            var isNamed = backend != Unnamed || platform.Backends.Contains(Unnamed);
            return new Queue(
                MessageCopies.QueueOf(platform.Name, isNamed ? backend : ""), MessageCopies.AgeOf(redelivery), redelivery.MaxMessages);
        }

        // An account that left may still have dead letters.
        return AppId.TryParse((string?)context.GetRouteValue("appid"), out var appId)
            && services.TryGet(platform.ServiceNameOf(appId.Value), out var service)
                ? new Queue(service.Name, service.Policy.Redelivery.MaxAge, service.Policy.Redelivery.MaxMessages) : null;
    }

    private async Task ListAsync(HttpContext context, WeChatPlatform platform)
    {
        var messages = platform.ServiceNameOf("");
        var copies = MessageCopies.QueueOf(platform.Name, "");
        var counts = await undelivered.CountAllAsync(context.RequestAborted);
        await JsonBody.SendAsync(context, json =>
        {
            json.WriteStartArray("queues"u8);
            foreach (var count in counts.Where(count => count.Service.StartsWith(messages, StringComparison.Ordinal))
                .OrderByDescending(count => count.Dead).ThenBy(count => count.Service, StringComparer.Ordinal))
            {
                json.WriteStartObject();
                if (count.Service.StartsWith(copies, StringComparison.Ordinal))
                {
                    json.WriteString("backend"u8, count.Service == copies ? Unnamed : count.Service[copies.Length..]);
                }
                else
                {
                    json.WriteString("appid"u8, count.Service[messages.Length..]);
                }

                json.WriteNumber("waiting"u8, count.Waiting);
                json.WriteNumber("leased"u8, count.Leased);
                json.WriteNumber("dead"u8, count.Dead);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    /// <summary>A queue, and how long and how much of it is delivered again.</summary>
    private sealed record Queue(string Name, TimeSpan MaxAge, int MaxMessages);
}
