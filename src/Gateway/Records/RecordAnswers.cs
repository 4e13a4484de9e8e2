using System.Text.Json;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Gateway.Platforms;
using WxYarpGateway.Platform.Records;
using WxYarpGateway.Platform.Records.Bodies;

namespace WxYarpGateway.Gateway.Records;

/// <summary>Answers about records of a service, by whatever path they are asked for.</summary>
internal sealed class RecordAnswers(
    IRecordStore store, RecordSettings settings, RecordStream stream, RecordReplay replay, TimeProvider clock)
{
    /// <summary>What <see cref="SearchAsync"/> does.</summary>
    public static readonly Description Search = new(
        "Searches records of pushes, the newest first.",
        "appid: the account",
        "infoType: the InfoType of an authorization event",
        "msgType: the type of the message",
        "event: the name of the event",
        "outcome: the outcome",
        "rule: the name of the rule that decided",
        "from: the earliest time",
        "to: the latest time",
        "limit: at most so many; 50, up to 200",
        "after: the next of the page before");

    /// <summary>What <see cref="WatchAsync"/> does.</summary>
    public static readonly Description Watch = new(
        "Shows records as they come, as server-sent events.",
        "appid: the account",
        "infoType: the InfoType of an authorization event",
        "msgType: the type of the message",
        "event: the name of the event",
        "outcome: the outcome",
        "rule: the name of the rule that decided")
    {
        AnswerType = "text/event-stream",
    };

    /// <summary>What <see cref="FindAsync"/> does.</summary>
    public static readonly Description Find = "Shows a record with its message.";

    /// <summary>What <see cref="ReplayAsync"/> does.</summary>
    public static readonly Description Replay = "Sends the message of a record to its backends again, marked; nobody gets a reply.";

    private const string NotKept = "Gateway:Records is not configured, or its Keep is 0: no records are kept.";

    /// <summary>Answers a search.</summary>
    public Task SearchAsync(HttpContext context, string service) => KeptAsync(context, async () =>
    {
        var (query, error) = RecordQuestion.Read(context.Request.Query, service, clock.GetUtcNow());
        if (error is not null)
        {
            await ErrorWriter.WriteAsync(context, error);
            return;
        }

        var page = await store.SearchAsync(query!, context.RequestAborted);
        await JsonBody.SendAsync(context, json =>
        {
            json.WriteStartArray("records"u8);
            foreach (var record in page.Records)
            {
                json.WriteStartObject();
                RecordJson.WriteMembers(json, record);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            if (page.Next is { } next)
            {
                json.WriteString("next"u8, next.ToString("N"));
            }
            else
            {
                json.WriteNull("next"u8);
            }
        });
    });

    /// <summary>Answers with one record and its body.</summary>
    public Task FindAsync(HttpContext context, string service) => WithAsync(context, service, record =>
    {
        var body = RecordBody.Unpack(record.Body);
        return JsonBody.SendAsync(context, json =>
        {
            RecordJson.WriteMembers(json, record);
            json.WritePropertyName("body"u8);
            Write(json, body);
        });
    });

    /// <summary>Sends the message of a record to its backend again.</summary>
    public Task ReplayAsync(HttpContext context, string service)
        => WithAsync(context, service, record => replay.AnswerAsync(context, record));

    /// <summary>Shows records as they come.</summary>
    public async Task WatchAsync(HttpContext context, string service)
    {
        var (filter, error) = RecordQuestion.ReadFilter(context.Request.Query, service);
        if (error is null && settings.Options is null)
        {
            error = GatewayError.Of(StatusCodes.Status409Conflict, NotKept);
        }

        await (error is null ? stream.SendAsync(context, filter!) : ErrorWriter.WriteAsync(context, error));
    }

    private static void Write(Utf8JsonWriter json, ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteRawValue(body.Span);
        }
    }

    private Task WithAsync(HttpContext context, string service, Func<StoredRecord, Task> answer) => KeptAsync(context, async () =>
    {
        var record = Guid.TryParseExact((string?)context.GetRouteValue("id"), "N", out var id)
            ? await store.FindAsync(service, id, context.RequestAborted)
            : null;
        await (record is null ? ErrorWriter.WriteAsync(context, GatewayError.Missing("There is no such record.")) : answer(record));
    });

    private Task KeptAsync(HttpContext context, Func<Task> answer)
        => settings.WhyDatabase() is null
            ? ErrorWriter.WriteAsync(context, GatewayError.Of(StatusCodes.Status409Conflict, NotKept))
            : PlatformEndpoints.TryAsync(context, answer);
}
