using System.Globalization;
using System.Text.Json;

namespace WxYarpGateway.MiniPrograms.Notices.Subscriptions;

/// <summary>Reads the events of subscribe messages.</summary>
/// <remarks>
/// Source: developers.weixin.qq.com/miniprogram, 小程序订阅消息, 订阅消息事件推送. In XML the list is within an element that is named after the event,
/// in JSON beside it; a list of one is an object (community 00042034428fa074706c908245b800).
/// </remarks>
internal static class SubscriptionEvent
{
    private const string Popup = "subscribe_msg_popup_event";
    private const string Change = "subscribe_msg_change_event";
    private const string Sent = "subscribe_msg_sent_event";
    private const string List = "List";

    private const int LongestTemplateId = 128;
    private const int LongestStatus = 64;

    private static readonly DateTimeOffset Latest = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Returns whether an event is one of them.</summary>
    public static bool IsOne(string name) => name is Popup or Change or Sent;

    /// <summary>Returns what an event tells; entries that are none are left out.</summary>
    /// <param name="name">The event's name.</param>
    /// <param name="body">The message as JSON.</param>
    public static IReadOnlyList<Subscription> Read(string name, ReadOnlyMemory<byte> body)
    {
        using var json = JsonDocument.Parse(body);
        var message = json.RootElement;
        if (TimeOf(message) is not { } at || ListOf(message) is not { } list)
        {
            return [];
        }

        IEnumerable<JsonElement> entries = list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [list];
        return [.. entries.Take(Subscription.MostOfUser).Select(entry => Read(entry, name == Sent, at)).OfType<Subscription>()];
    }

    private static JsonElement? ListOf(JsonElement message)
    {
        if (message.TryGetProperty(List, out var list))
        {
            return list;
        }

        foreach (var field in message.EnumerateObject())
        {
            if (field.Value.ValueKind == JsonValueKind.Object && field.Name.StartsWith("SubscribeMsg", StringComparison.Ordinal)
                && field.Value.TryGetProperty(List, out list))
            {
                return list;
            }
        }

        return null;
    }

    private static Subscription? Read(JsonElement entry, bool isSent, DateTimeOffset at)
    {
        if (Text(entry, "TemplateId") is not { Length: > 0 and <= LongestTemplateId } template
            || template.AsSpan().ContainsAnyExceptInRange('!', '~')
            || Text(entry, isSent ? "ErrorStatus" : "SubscribeStatusString") is not { Length: > 0 and <= LongestStatus } status)
        {
            return null;
        }

        return isSent
            ? int.TryParse(Text(entry, "ErrorCode"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code)
                ? new Subscription(template) { SentStatus = status, SentErrorCode = code, SentAt = at } : null
            : new Subscription(template) { Status = status, StatusAt = at };
    }

    private static DateTimeOffset? TimeOf(JsonElement message)
        => long.TryParse(Text(message, "CreateTime"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds < Latest.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    private static string? Text(JsonElement json, string name)
        => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        }
        : null;
}
