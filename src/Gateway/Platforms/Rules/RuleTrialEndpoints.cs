using System.Text.Json;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Gateway.Endpoints;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Rules;
using WxYarpGateway.Platform.Rules.Json;
using WxYarpGateway.Platform.Rules.Matching;
using WxYarpGateway.Transforms.RedeliveryAttempts;

namespace WxYarpGateway.Gateway.Platforms.Rules;

/// <summary>
/// Tries rules out: <c>POST …/rules/test</c> says which ones take a message, without calling anybody, and what another rule would change;
/// <c>POST …/rules/{name}/send</c> sends one sample to the backend of a rule.
/// </summary>
internal sealed class RuleTrialEndpoints(RuleBook book, RuleTrials trials, TimeProvider clock) : IPlatformEndpoints
{
    private const string Mark = "Test";
    private const string Draft = "rule";

    /// <inheritdoc/>
    public IReadOnlyList<PlatformEndpoint> Endpoints =>
    [
        new(HttpMethods.Post, $"/rules/{Rule.ReservedName}",
            new Description("Says which rules take a message; calls nobody.") { Body = """{"msgType":"text"}""" },
            TestAsync),
        new(HttpMethods.Post, "/rules/{name}/send",
            new Description("Sends a sample to the backend of a rule.") { Body = "{}" },
            SendAsync),
    ];

    private async Task TestAsync(HttpContext context, WeChatPlatform platform)
    {
        if (await ReadAsync(context, Draft, "appid", "infoType", "msgType", "event") is not { } asked)
        {
            return;
        }

        var draft = asked.Part is { } rule ? RuleJson.Read(rule, name: null, platform.Backends) : null;
        if (draft is { Rule: null })
        {
            await ErrorWriter.WriteAsync(context, GatewayError.Refused(
                [.. draft.Errors.Select(error => new RequestError($"{Draft}.{error.Path}".TrimEnd('.'), error.Problem))]));
            return;
        }

        if (asked.Text("infoType").Length > 0 == asked.Text("msgType").Length > 0)
        {
            await ErrorWriter.WriteAsync(context, GatewayError.Refused([new("msgType", "must be there, or infoType must, and not both")]));
            return;
        }

        var subject = trials.SubjectOf(platform, asked.Text("appid"), asked.Text("infoType"), asked.Text("msgType"), asked.Text("event"));
        var explained = trials.Explain(platform, subject, draft?.Rule);
        await JsonBody.SendAsync(context, json =>
        {
            json.WriteNumber("revision"u8, book.Of(platform).Revision);
            json.WriteStartArray("matches"u8);
            foreach (var (rule, effect) in explained)
            {
                Write(json, rule, effect, subject);
            }

            json.WriteEndArray();
            WriteWarnings(json, draft?.Warnings ?? []);
            var isDecided = explained.Any(match => match.Effect is RuleEffect.Replies or RuleEffect.Drops);
            json.WriteString("otherwise"u8, isDecided || subject.IsAuthorizationEvent ? "" : "MessageBackend");
        });
    }

    private async Task SendAsync(HttpContext context, WeChatPlatform platform)
    {
        if (book.Of(platform).Find((string)context.GetRouteValue("name")!) is not { } entry)
        {
            await ErrorWriter.WriteAsync(context, GatewayError.Missing("There is no such rule."));
            return;
        }

        if (entry.Rule?.To is not { } target)
        {
            await ErrorWriter.WriteAsync(context, GatewayError.Of(StatusCodes.Status409Conflict, "The rule sends nothing."));
            return;
        }

        if (await ReadAsync(context, part: null, "appid", "msgType", "event") is { } asked)
        {
            var sample = RuleSample.Of(entry.Rule, asked.Text("appid"), asked.Text("msgType"), asked.Text("event"), clock.GetUtcNow());
            var answer = await trials.SendAsync(platform, sample.AppId, entry.Rule, sample.Json, Mark, context.RequestAborted);
            await JsonBody.SendAsync(context, json =>
            {
                json.WriteString("backend"u8, target.Backend);
                Write(json, answer);
                json.WriteString("body"u8, answer.Body.Span);
                json.WriteBoolean("cut"u8, answer.IsCut);
            });
        }
    }

    /// <summary>Writes what a backend answered, without its body.</summary>
    public static void Write(Utf8JsonWriter json, TrialAnswer answer)
    {
        json.WriteNumber("status"u8, answer.Status);
        json.WriteNumber("ms"u8, Math.Round(answer.Took.TotalMilliseconds, 1));
        if (answer.Failure.Length > 0)
        {
            json.WriteString("failure"u8, answer.Failure);
        }
    }

    private static void Write(Utf8JsonWriter json, Rule rule, RuleEffect effect, in RuleSubject subject)
    {
        json.WriteStartObject();
        json.WriteString("rule"u8, rule.Name);
        json.WriteNumber("priority"u8, rule.Priority);
        json.WriteString("effect"u8, effect.ToString());
        if (rule.To is { } to)
        {
            json.WriteString("backend"u8, to.Backend);
            if (to.Path is { } path)
            {
                json.WriteString("path"u8, path.Expand(subject));
            }

            json.WriteString("format"u8, rule.Format.ToString());
        }

        json.WriteEndObject();
    }

    private static void WriteWarnings(Utf8JsonWriter json, IReadOnlyList<RuleError> warnings)
    {
        if (warnings.Count == 0)
        {
            return;
        }

        json.WriteStartArray("warnings"u8);
        foreach (var warning in warnings)
        {
            json.WriteStartObject();
            json.WriteString("path"u8, warning.Path);
            json.WriteString("problem"u8, warning.Problem);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static async Task<TextFields?> ReadAsync(HttpContext context, string? part, params string[] known)
    {
        var (body, error) = await SmallBody.ReadAsync(context.Request, RuleEndpoints.LargestBody, context.RequestAborted);
        var fields = error is null ? TextFields.Read(body, known, part) : null;
        if ((error ?? (fields!.Errors.Count > 0 ? GatewayError.Refused(fields.Errors) : null)) is { } refused)
        {
            await ErrorWriter.WriteAsync(context, refused);
            return null;
        }

        return fields;
    }
}
