using System.Globalization;
using System.Text.Json;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.MiniPrograms.Notices;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Gateway.Logins;

/// <summary>Shows the messages that phones ordered for their users, of one user or of all.</summary>
internal static class NoticeListing
{
    private static readonly string[] Known = ["user", "after", "limit"];

    /// <summary>Answers a listing in the order of the ids.</summary>
    public static async Task AnswerAsync(HttpContext context, Account account, INoticeStore notices)
    {
        var query = context.Request.Query;
        var errors = UserQuestion.Unknown(query, Known);
        var user = UserQuestion.Number(query, "user", 0, long.MaxValue, 0, errors);
        var after = UserQuestion.Number(query, "after", 0, long.MaxValue, 0, errors);
        var most = (int)UserQuestion.Number(query, "limit", 1, UserQuestion.LargestLimit, 50, errors);
        if (errors.Count > 0)
        {
            await ErrorWriter.WriteAsync(context, GatewayError.Refused(errors));
            return;
        }

        // One more than asked for tells whether there is a next page.
        var found = await notices.ListAsync(account.AppId.Value, user > 0 ? user : null, after, most + 1, context.RequestAborted);
        await JsonBody.SendAsync(context, json =>
        {
            json.WriteStartArray("notices"u8);
            foreach (var notice in found.Take(most))
            {
                Write(json, notice);
            }

            json.WriteEndArray();
            json.WriteString("next"u8, found.Count > most ? found[most - 1].Id.ToString(CultureInfo.InvariantCulture) : null);
        });
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
