using System.Globalization;
using System.Text.Json;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.MiniPrograms.Notices;
using WxYarpGateway.MiniPrograms.Notices.Subscriptions;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Gateway.Logins;

/// <summary>
/// Shows the messages that phones ordered for their users, of one user or of all; of one, also how the user stands to templates.
/// </summary>
internal static class NoticeListing
{
    private static readonly string[] Known = ["user", "status", "after", "limit"];

    /// <summary>Answers a listing in the order of the ids.</summary>
    public static async Task AnswerAsync(HttpContext context, Account account, INoticeStore notices, ISubscriptionStore subscriptions)
    {
        var query = context.Request.Query;
        var errors = QueryErrors.In(query, Known);
        var user = UserQuestion.Number(query, "user", 0, long.MaxValue, 0, errors);
        var status = query.ContainsKey("status")
            ? (NoticeStatus)UserQuestion.Number(query, "status", (int)NoticeStatus.New, (int)NoticeStatus.Cancelled, 0, errors)
            : (NoticeStatus?)null;
        var after = UserQuestion.Number(query, "after", 0, long.MaxValue, 0, errors);
        var most = (int)UserQuestion.Number(query, "limit", 1, UserQuestion.LargestLimit, 50, errors);
        if (errors.Count > 0)
        {
            await ErrorWriter.WriteAsync(context, GatewayError.Refused(errors));
            return;
        }

        // One more than asked for tells whether there is a next page.
        var (app, one) = (account.AppId.Value, user > 0 ? user : (long?)null);
        var found = status is { } so
            ? await notices.ListAsync(app, one, so, after, most + 1, context.RequestAborted)
            : await notices.ListAsync(app, one, after, most + 1, context.RequestAborted);
        var templates = user > 0 ? await subscriptions.ListAsync(account.AppId.Value, user, context.RequestAborted) : [];
        await JsonBody.SendAsync(context, json =>
        {
            json.WriteStartArray("notices"u8);
            foreach (var notice in found.Take(most))
            {
                Write(json, notice);
            }

            json.WriteEndArray();
            json.WriteString("next"u8, found.Count > most ? found[most - 1].Id.ToString(CultureInfo.InvariantCulture) : null);
            if (user > 0)
            {
                Write(json, templates);
            }
        });
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<Subscription> templates)
    {
        json.WriteStartArray("templates"u8);
        foreach (var one in templates)
        {
            json.WriteStartObject();
            json.WriteString("templateId"u8, one.TemplateId);
            if (one.StatusAt is { } at)
            {
                json.WriteString("status"u8, one.Status);
                json.WriteString("statusAt"u8, at);
            }

            if (one.SentAt is { } sentAt)
            {
                json.WriteString("sent"u8, one.SentStatus);
                json.WriteNumber("errcode"u8, one.SentErrorCode);
                json.WriteString("sentAt"u8, sentAt);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, KeptNotice notice)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, notice.Id);
        json.WriteNumber("user"u8, notice.User);
        json.WriteNumber("status"u8, (int)notice.Status);
        json.WriteString("templateId"u8, notice.TemplateId);
        json.WritePropertyName("content"u8);
        json.WriteRawValue(notice.Payload);
        json.WriteString("dueAt"u8, notice.DueAt);
        json.WriteNumber("attempts"u8, notice.Attempts);
        if (notice.ErrorCode is { } code)
        {
            json.WriteNumber("errcode"u8, code);
        }

        json.WriteString("error"u8, notice.Sentence);
        json.WriteEndObject();
    }
}
