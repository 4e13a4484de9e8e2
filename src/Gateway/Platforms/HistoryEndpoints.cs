using System.Globalization;
using System.Text.Json;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Histories;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Gateway.Platforms;

/// <summary>
/// What was changed at run time, the newest first: <c>GET …/rule-history</c>, and <c>GET …/authorizers/{appid}/history</c> for the
/// status of an account.
/// </summary>
internal sealed class HistoryEndpoints(IChangeHistory history, IAuthorizerStore authorizers) : IPlatformEndpoints
{
    /// <inheritdoc/>
    public IReadOnlyList<PlatformEndpoint> Endpoints =>
    [
        new(HttpMethods.Get, "/rule-history",
            new Description(
                "Lists the changes of rules that were made at run time, the newest first.",
                "rule: the name of one rule, also of a deleted one",
                "limit: at most so many; 50, up to 200",
                "after: the next of the page before"),
            RulesAsync),
        new(HttpMethods.Get, "/authorizers/{appid}/history",
            new Description(
                "Lists the changes of an account's status and who edited it, the newest first.",
                "limit: at most so many; 50, up to 200",
                "after: the next of the page before"),
            StatusesAsync),
    ];

    private async Task RulesAsync(HttpContext context, WeChatPlatform platform)
    {
        var (question, error) = HistoryQuestion.Read(context.Request.Query, "rule");
        if (question is null)
        {
            await ErrorWriter.WriteAsync(context, error!);
            return;
        }

        var page = await history.ReadRulesAsync(
            platform.AppId, question.Rule, question.After, question.Limit, context.RequestAborted);
        await SendAsync(context, page, Write);
    }

    private async Task StatusesAsync(HttpContext context, WeChatPlatform platform)
    {
        var (question, error) = HistoryQuestion.Read(context.Request.Query);
        if (question is null)
        {
            await ErrorWriter.WriteAsync(context, error!);
            return;
        }

        var page = AppId.TryParse((string?)context.GetRouteValue("appid"), out var appId)
            ? await history.ReadStatusesAsync(platform.AppId, appId, question.After, question.Limit, context.RequestAborted)
            : new HistoryPage<StatusNote>([], Next: null);

        // The history of an account outlives its row.
        if (page.Changes.Count == 0 && await authorizers.FindAsync(platform.AppId, appId, context.RequestAborted) is null)
        {
            await ErrorWriter.WriteAsync(context, GatewayError.Missing("The platform has no such account."));
            return;
        }

        await SendAsync(context, page, Write);
    }

    private static Task SendAsync<T>(HttpContext context, HistoryPage<T> page, Action<Utf8JsonWriter, T> write)
        => JsonBody.SendAsync(context, json =>
        {
            json.WriteStartArray("changes"u8);
            foreach (var change in page.Changes)
            {
                json.WriteStartObject();
                write(json, change);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("next"u8, page.Next?.ToString(CultureInfo.InvariantCulture));
        });

    private static void Write(Utf8JsonWriter json, RuleNote note)
    {
        json.WriteString("at"u8, note.At);
        json.WriteString("by"u8, note.By);
        json.WriteString("person"u8, note.Person);
        json.WriteString("change"u8, note.Change);
        json.WriteString("rule"u8, note.Rule);
        json.WriteNumber("revision"u8, note.Revision);
        json.WritePropertyName("definition"u8);
        if (note.Definition.Length > 0)
        {
            json.WriteRawValue(note.Definition);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private static void Write(Utf8JsonWriter json, StatusNote note)
    {
        json.WriteString("at"u8, note.At);
        json.WriteString("by"u8, note.By);
        json.WriteString("key"u8, note.Key);
        json.WriteString("person"u8, note.Person);
        json.WriteString("change"u8, note.Change);
        json.WriteString("was"u8, note.Was);
        json.WriteString("status"u8, note.Status);
        json.WriteString("why"u8, note.Why);
    }
}
