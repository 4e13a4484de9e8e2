using System.Text.Json;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Platforms.Rules;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Records;
using WxYarpGateway.Platform.Records.Bodies;
using WxYarpGateway.Platform.Rules;
using WxYarpGateway.Platform.Rules.Matching;
using WxYarpGateway.Transforms.RedeliveryAttempts;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Gateway.Records;

/// <summary>
/// Sends the message of a record to backends again, by the rules of now, with <c>X-WeChat-Replay: 1</c>. Nobody gets a reply.
/// </summary>
internal sealed class RecordReplay(PlatformCatalog platforms, ServiceCatalog services, RuleTrials trials, BackendTrial backends)
{
    private const string Mark = "Replay";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Answers with what each backend said.</summary>
    public async Task AnswerAsync(HttpContext context, StoredRecord record)
    {
        var body = RecordBody.Unpack(record.Body);
        if (WhyNot(record, body) is { } reason)
        {
            await ErrorWriter.WriteAsync(context, GatewayError.Of(StatusCodes.Status409Conflict, reason));
            return;
        }

        var calls = await Task.WhenAll(CallsOf(record, body, context.RequestAborted));
        await JsonBody.SendAsync(context, json =>
        {
            json.WriteStartArray("deliveries"u8);
            foreach (var (rule, effect, backend, answer) in calls)
            {
                json.WriteStartObject();
                json.WriteString("rule"u8, rule);
                json.WriteString("effect"u8, effect.ToString());
                json.WriteString("backend"u8, backend);
                RuleTrialEndpoints.Write(json, answer);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private static string? WhyNot(StoredRecord record, ReadOnlyMemory<byte> body)
    {
        if (record.InfoType.Length > 0)
        {
            return "Authorization events are not replayed: their codes are not kept.";
        }

        if (body.IsEmpty)
        {
            return "The record has no message: Gateway:Records:Bodies was None.";
        }

        // Of a message of which only the shape was kept, the type is the word for a text.
        using var json = JsonDocument.Parse(body);
        return json.RootElement.TryGetProperty("MsgType", out var type) && type.GetString() != record.MsgType
            ? "The record has the shape of the message only: Gateway:Records:Bodies was Shape."
            : null;
    }

    private IEnumerable<Task<(string Rule, RuleEffect Effect, string Backend, TrialAnswer Answer)>> CallsOf(
        StoredRecord record, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (!platforms.Current.TryGetValue(record.Service, out var platform))
        {
            if (services.TryGetCurrent(record.Service, out var service))
            {
                yield return CallAsync("", RuleEffect.Replies, "", backends.SendAsync(
                    new TrialMessage(service, Target: null, body, Mark, Timeout), cancellationToken));
            }

            yield break;
        }

        var subject = trials.SubjectOf(platform, record.AppId, "", record.MsgType, record.Event);
        var isDecided = false;
        foreach (var (rule, effect) in trials.Explain(platform, subject))
        {
            isDecided |= effect is RuleEffect.Replies or RuleEffect.Drops;
            if (effect is RuleEffect.Replies or RuleEffect.Copies)
            {
                yield return CallAsync(rule.Name, effect, rule.To!.Backend, trials.SendAsync(
                    platform, record.AppId, rule, body, Mark, cancellationToken));
            }
        }

        if (!isDecided)
        {
            yield return CallAsync("", RuleEffect.Replies, "", trials.SendAsync(
                platform, record.AppId, rule: null, body, Mark, cancellationToken));
        }
    }

    private static async Task<(string Rule, RuleEffect Effect, string Backend, TrialAnswer Answer)> CallAsync(
        string rule, RuleEffect effect, string backend, Task<TrialAnswer> call)
        => (rule, effect, backend, await call);
}
