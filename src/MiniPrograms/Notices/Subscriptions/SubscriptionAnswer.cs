using System.Text.Json;
using WxYarpGateway.MiniPrograms.Apps;

namespace WxYarpGateway.MiniPrograms.Notices.Subscriptions;

/// <summary>Writes what a user is told of templates.</summary>
internal static class SubscriptionAnswer
{
    /// <summary>Writes them.</summary>
    public static void Write(Utf8JsonWriter json, LoginOptions options, IReadOnlyList<Subscription> subscriptions)
    {
        json.WriteStartArray("templates"u8);
        foreach (var one in subscriptions)
        {
            json.WriteStartObject();
            json.WriteString("template_id"u8, one.TemplateId);
            if (one.StatusAt is { } at)
            {
                json.WriteString("status"u8, one.Status);
                json.WriteString("status_at"u8, NoticeTime.Write(at, options));
            }

            if (one.SentAt is { } sentAt)
            {
                json.WriteString("sent"u8, one.SentStatus);
                json.WriteNumber("errcode"u8, one.SentErrorCode);
                json.WriteString("sent_at"u8, NoticeTime.Write(sentAt, options));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
