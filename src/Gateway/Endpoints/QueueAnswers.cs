using System.Globalization;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Transforms.Redelivery;

namespace WxYarpGateway.Gateway.Endpoints;

/// <summary>
/// Answers what is asked of one queue of messages that no backend took: its counts, its dead letters, and what becomes of these. No answer
/// shows texts or openids.
/// </summary>
internal sealed class QueueAnswers(UndeliveredMessages undelivered, TimeProvider clock)
{
    /// <summary>What <see cref="CountAsync"/> does.</summary>
    public static readonly Description Counts = "Counts the messages that no backend took: waiting, leased, dead.";

    /// <summary>What <see cref="ListAsync"/> does.</summary>
    public static readonly Description Letters = new("Lists dead letters, the oldest first.", "count: at most so many; 100, up to 1000");

    /// <summary>What <see cref="RequeueAsync"/> does.</summary>
    public static readonly Description Requeued = new("Makes dead letters due again.") { Body = """{"all":true}""" };

    /// <summary>What <see cref="DeleteAsync"/> does.</summary>
    public static readonly Description Deleted = "Deletes a dead letter.";

    private const int UsualCount = 100;
    private const int LargestCount = 1000;

    /// <summary>Answers with the counts.</summary>
    public async Task CountAsync(HttpContext context, string queue)
    {
        var count = await undelivered.CountAsync(queue, context.RequestAborted);
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

    /// <summary>Answers with the dead letters, the oldest first, 100 or <c>?count=</c>.</summary>
    public async Task ListAsync(HttpContext context, string queue)
    {
        var wanted = context.Request.Query["count"].ToString();
        var count = UsualCount;
        if (wanted.Length > 0
            && (!int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is < 1 or > LargestCount))
        {
            await ErrorWriter.WriteAsync(context, GatewayError.Refused($"count: must be a number from 1 to {LargestCount}."));
            return;
        }

        var letters = await undelivered.ListDeadAsync(queue, count, context.RequestAborted);
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

    /// <summary>Makes dead letters due again: <c>{"id":"…"}</c>, or <c>{"all":true}</c>.</summary>
    public async Task RequeueAsync(HttpContext context, string queue, TimeSpan maxAge, int maxMessages)
    {
        var (order, error) = await RequeueOrder.ReadAsync(context.Request, context.RequestAborted);
        if (error is not null)
        {
            await ErrorWriter.WriteAsync(context, error);
            return;
        }

        if (maxAge == TimeSpan.Zero)
        {
            await ErrorWriter.WriteAsync(
                context, GatewayError.Refused("The service's Redelivery:MaxAge is 0, so nothing is delivered again."));
            return;
        }

        var number = await undelivered.RequeueAsync(queue, order!.Id, maxAge, maxMessages, context.RequestAborted);
        if (number == 0 && order.Id is not null)
        {
            await ErrorWriter.WriteAsync(
                context, GatewayError.Missing("There is no such dead letter, or as many messages wait as Redelivery:MaxMessages allows."));
            return;
        }

        await JsonBody.SendAsync(context, json => json.WriteNumber("requeued"u8, number));
    }

    /// <summary>Deletes the dead letter that the path names.</summary>
    public async Task DeleteAsync(HttpContext context, string queue)
    {
        var id = (string)context.GetRouteValue("id")!;
        if (!await undelivered.DeleteDeadAsync(queue, id, context.RequestAborted))
        {
            await ErrorWriter.WriteAsync(context, GatewayError.Missing("There is no such dead letter."));
            return;
        }

        await JsonBody.SendAsync(context, json => json.WriteNumber("deleted"u8, 1));
    }
}
