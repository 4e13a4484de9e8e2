using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Gateway.Endpoints;

/// <summary>
/// The redelivery queue of a service: <c>GET {Redelivery}/{service}</c> counts its messages, <c>GET …/dead?count=</c> lists dead letters,
/// <c>POST …/dead/requeue</c> makes them due again, <c>DELETE …/dead/{id}</c> deletes one. Those of platforms are below <c>{Platform}</c>.
/// </summary>
internal sealed class RedeliveryEndpoints(EndpointsOfServices services, QueueAnswers queues) : IEndpointGroup
{
    private const string Dead = "/dead";

    // About as often the gateway looks for a store that is down.
    private static readonly TimeSpan StorePause = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder endpoints, GatewayOptions options)
    {
        if (options.Endpoints.Redelivery is not { } path)
        {
            return;
        }

        var group = endpoints.MapGroup(path).ForBackends(ServedOn.Internal, ErrorShape.WeChat);
        Map(HttpMethods.Get, "", QueueAnswers.Counts, (context, service) => queues.CountAsync(context, service.Name));
        Map(HttpMethods.Get, Dead, QueueAnswers.Letters, (context, service) => queues.ListAsync(context, service.Name));
        Map(HttpMethods.Post, $"{Dead}/requeue", QueueAnswers.Requeued, (context, service) => queues.RequeueAsync(
            context, service.Name, service.Policy.Redelivery.MaxAge, service.Policy.Redelivery.MaxMessages));
        Map(HttpMethods.Delete, Dead + "/{id}", QueueAnswers.Deleted, (context, service) => queues.DeleteAsync(context, service.Name));
        group.MapNothingElse();

        void Map(string method, string below, Description about, Func<HttpContext, WeChatService, Task> answer)
            => services.Map(group, method, below, about, (context, service) => TryAsync(context, service, answer));
    }

    private static async Task TryAsync(HttpContext context, WeChatService service, Func<HttpContext, WeChatService, Task> answer)
    {
        try
        {
            await answer(context, service);
        }
        catch (StoreUnavailableException exception)
        {
            await ErrorWriter.WriteAsync(
                context, GatewayError.Of(StatusCodes.Status503ServiceUnavailable, exception.Message) with { RetryAfter = StorePause });
        }
    }
}
