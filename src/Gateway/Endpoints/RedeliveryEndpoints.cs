using System.Globalization;
using System.Text.Json;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Redelivery.Queue;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Gateway.Endpoints;

/// <summary>
/// The redelivery queue of a service: <c>GET {Redelivery}/{service}</c> counts its messages, <c>GET …/dead?count=</c> lists dead letters,
/// <c>POST …/dead/requeue</c> makes them due again, <c>DELETE …/dead/{id}</c> deletes one. Neither shows texts or openids.
/// </summary>
internal sealed class RedeliveryEndpoints(GatewaySettings settings, ServiceCatalog services, IRedeliveryQueue queue, TimeProvider clock)
{
    private const string Dead = "dead";
    private const string Requeue = "requeue";
    private const int UsualCount = 100;
    private const int LargestCount = 1000;

    /// <summary>Returns whether a request is for these endpoints, with what follows their path.</summary>
    public bool TryMatch(HttpContext context, out PathString rest)
    {
        rest = default;
        return settings.Options.Endpoints.Redelivery is { } path && context.Request.Path.StartsWithSegments(path, out rest);
    }

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext context, PathString rest)
    {
        var (method, answer) = (rest.Value ?? "").Split('/') switch
        {
            ["", _] => (HttpMethods.Get, CountAsync),
            ["", _, Dead] => (HttpMethods.Get, ListAsync),
            ["", _, Dead, Requeue] => (HttpMethods.Post, RequeueAsync),
            ["", _, Dead, var id] when id.Length > 0 => (HttpMethods.Delete, (request, service) => DeleteAsync(request, service, id)),
            _ => ("", default(Func<HttpContext, WeChatService, Task>)),
        };
        var error = answer is null ? NotFound("There is no such endpoint.")
            : !services.Current.TryGetValue(rest.Value!.Split('/')[1], out var service) ? GatewayError.UnknownService()
            : !HttpMethods.Equals(context.Request.Method, method) ? new GatewayError(GatewayError.MethodNotAllowed, StatusCodes.Status405MethodNotAllowed, $"Use {method}.")
            : await TryAsync(context, service, answer);
        if (error is null)
        {
            return;
        }

        if (error.Status == StatusCodes.Status405MethodNotAllowed)
        {
            context.Response.Headers.Allow = method;
        }

        await error.AnswerAsync(context);
    }

    private static async Task<GatewayError?> TryAsync(HttpContext context, WeChatService service, Func<HttpContext, WeChatService, Task> answer)
    {
        try
        {
            await answer(context, service);
            return null;
        }
        catch (StoreUnavailableException exception)
        {
            return new GatewayError(GatewayError.Unavailable, StatusCodes.Status503ServiceUnavailable, exception.Message) { RetryAfter = TimeSpan.FromSeconds(3) };
        }
    }

    private static GatewayError NotFound(string message) => new(GatewayError.NotFound, StatusCodes.Status404NotFound, message);

    private static GatewayError BadRequest(string message) => new(GatewayError.BadRequest, StatusCodes.Status400BadRequest, message);

    private async Task CountAsync(HttpContext context, WeChatService service)
    {
        var count = await queue.CountAsync(service.Name, context.RequestAborted) is [var own, ..] ? own : QueueCount.None(service.Name);
        await WriteAsync(context, json =>
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
        if (wanted.Length > 0 && (!int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is < 1 or > LargestCount))
        {
            await BadRequest($"count: must be a number from 1 to {LargestCount}.").AnswerAsync(context);
            return;
        }

        var letters = await queue.ListDeadAsync(service.Name, count, context.RequestAborted);
        await WriteAsync(context, json =>
        {
            json.WriteStartArray("dead"u8);
            foreach (var (id, message) in letters)
            {
                json.WriteStartObject();
                json.WriteString("id"u8, id);
                json.WriteString("messageId"u8, message.MessageId);
                json.WriteString("type"u8, message.Type);
                json.WriteString("received"u8, message.ReceivedAt);
                json.WriteNumber("attempts"u8, message.Attempts);
                json.WriteString("failure"u8, message.Failure);
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
            await error.AnswerAsync(context);
            return;
        }

        if (!service.Redelivery.IsOn)
        {
            await BadRequest("The service's Redelivery:MaxAge is 0, so nothing is delivered again.").AnswerAsync(context);
            return;
        }

        var number = await queue.RequeueAsync(service.Name, order!.Id, service.Redelivery.MaxAge, service.Redelivery.MaxMessages, context.RequestAborted);
        if (number == 0 && order.Id is not null)
        {
            await NotFound("There is no such dead letter, or as many messages wait as Redelivery:MaxMessages allows.").AnswerAsync(context);
            return;
        }

        await WriteAsync(context, json => json.WriteNumber("requeued"u8, number));
    }

    private async Task DeleteAsync(HttpContext context, WeChatService service, string id)
    {
        if (!await queue.DeleteDeadAsync(service.Name, id, context.RequestAborted))
        {
            await NotFound("There is no such dead letter.").AnswerAsync(context);
            return;
        }

        await WriteAsync(context, json => json.WriteNumber("deleted"u8, 1));
    }

    private static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        context.Response.ContentType = GatewayError.ContentType;
        context.Response.Headers.CacheControl = "no-store";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter, MessageJson.ToBackend);
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
    }
}
