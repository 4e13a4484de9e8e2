using System.Globalization;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.Redelivery;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Gateway.Endpoints;

/// <summary>
/// The redelivery queue of a service: <c>GET {Redelivery}/{service}</c> counts its messages, <c>GET …/dead?count=</c> lists dead letters,
/// <c>POST …/dead/requeue</c> makes them due again, <c>DELETE …/dead/{id}</c> deletes one. Neither shows texts or openids.
/// </summary>
internal sealed class RedeliveryEndpoints(EndpointsOfServices services, UndeliveredMessages undelivered, TimeProvider clock)
    : IEndpointGroup
{
    private const string Dead = "/dead";
    private const int UsualCount = 100;
    private const int LargestCount = 1000;

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
        Map(HttpMethods.Get, "", CountAsync);
        Map(HttpMethods.Get, Dead, ListAsync);
        Map(HttpMethods.Post, $"{Dead}/requeue", RequeueAsync);
        Map(HttpMethods.Delete, Dead + "/{id}", DeleteAsync);
        group.MapNothingElse();

        void Map(string method, string below, Func<HttpContext, WeChatService, Task> answer)
            => services.MapWithAuthorizers(group, method, below, (context, service) => TryAsync(context, service, answer));
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

    private async Task CountAsync(HttpContext context, WeChatService service)
    {
        var count = await undelivered.CountAsync(service.Name, context.RequestAborted);
        await JsonBody.SendAsync(context, json =>
        {
            json.WriteNumber("waiting"u8, count.Waiting);
            json.WriteNumber("leased"u8, count.Leased);
            json.WriteNumber("dead"u8, count.Dead);
            if (count.Oldest is { } oldest)
            {
                json.WriteString("oldest"u8, clock.GetUtcNow() - oldest);
            }
            else
            {
                json.WriteNull("oldest"u8);
            }
        });
    }

    private async Task ListAsync(HttpContext context, WeChatService service)
    {
        var wanted = context.Request.Query["count"].ToString();
        var count = UsualCount;
        if (wanted.Length > 0
            && (!int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is < 1 or > LargestCount))
        {
            await ErrorWriter.WriteAsync(context, GatewayError.Refused($"count: must be a number from 1 to {LargestCount}."));
            return;
        }

        var letters = await undelivered.ListDeadAsync(service.Name, count, context.RequestAborted);
        await JsonBody.SendAsync(context, json =>
        {
            json.WriteStartArray("dead"u8);
            foreach (var letter in letters)
            {
                json.WriteStartObject();
                json.WriteString("id"u8, letter.Id);
                json.WriteString("messageId"u8, letter.MessageId);
                json.WriteString("type"u8, letter.Type);
                json.WriteString("received"u8, letter.ReceivedAt);
                json.WriteNumber("attempts"u8, letter.Attempts);
                json.WriteString("failure"u8, letter.Failure);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private async Task RequeueAsync(HttpContext context, WeChatService service)
    {
        var (order, error) = await RequeueOrder.ReadAsync(context.Request, context.RequestAborted);
        if (error is not null)
        {
            await ErrorWriter.WriteAsync(context, error);
            return;
        }

        if (service.Policy.Redelivery.MaxAge == TimeSpan.Zero)
        {
            await ErrorWriter.WriteAsync(
                context, GatewayError.Refused("The service's Redelivery:MaxAge is 0, so nothing is delivered again."));
            return;
        }

        var number = await undelivered.RequeueAsync(service, order!.Id, context.RequestAborted);
        if (number == 0 && order.Id is not null)
        {
            await ErrorWriter.WriteAsync(
                context, GatewayError.Missing("There is no such dead letter, or as many messages wait as Redelivery:MaxMessages allows."));
            return;
        }

        await JsonBody.SendAsync(context, json => json.WriteNumber("requeued"u8, number));
    }

    private async Task DeleteAsync(HttpContext context, WeChatService service)
    {
        var id = (string)context.GetRouteValue("id")!;
        if (!await undelivered.DeleteDeadAsync(service.Name, id, context.RequestAborted))
        {
            await ErrorWriter.WriteAsync(context, GatewayError.Missing("There is no such dead letter."));
            return;
        }

        await JsonBody.SendAsync(context, json => json.WriteNumber("deleted"u8, 1));
    }
}
