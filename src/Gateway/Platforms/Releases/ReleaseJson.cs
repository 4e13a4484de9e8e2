using System.Text.Json;
using WxYarpGateway.Platform.Releases;

namespace WxYarpGateway.Gateway.Platforms.Releases;

/// <summary>Writes releases and their mini programs, with WeChat's way of writing names.</summary>
internal static class ReleaseJson
{
    /// <summary>Writes the members of a release.</summary>
    public static void Write(Utf8JsonWriter json, ReleaseSummary summary)
    {
        var release = summary.Release;
        json.WriteString("id"u8, release.Id.ToString("N"));
        json.WriteString("name"u8, release.Name);
        json.WriteString("state"u8, release.State.ToString());
        WriteText(json, "why", release.Why);
        WriteTime(json, "due_at", release.DueAt);
        json.WriteStartObject("counts"u8);
        foreach (var state in Enum.GetValues<ItemState>())
        {
            if (summary.Counts.GetValueOrDefault(state) is > 0 and var count)
            {
                json.WriteNumber(state.ToString(), count);
            }
        }

        json.WriteEndObject();
        json.WriteNumber("total"u8, summary.Total);
        WriteTime(json, "created_at", release.CreatedAt);
        WriteTime(json, "ended_at", release.EndedAt);
    }

    /// <summary>Writes the order of a release, as it was filed.</summary>
    public static void WriteOrder(Utf8JsonWriter json, Release release)
    {
        json.WritePropertyName("order"u8);
        json.WriteRawValue(release.Definition);
    }

    /// <summary>Writes the members of a mini program.</summary>
    public static void Write(Utf8JsonWriter json, ReleaseItem item)
    {
        json.WriteString("appid"u8, item.AppId.Value);
        json.WriteString("state"u8, item.State.ToString());
        if (item.ErrorCode is { } code)
        {
            json.WriteNumber("errcode"u8, code);
        }

        // The same sentence by the name that says what it is in this state.
        WriteText(json, item.State switch { ItemState.Rejected => "reason", ItemState.Skipped => "why", _ => "sentence" }, item.Sentence);
        WriteText(json, "cure", item.Progress.Cure);
        if (item.Progress.Screenshots.Count > 0)
        {
            json.WriteStartArray("screenshots"u8);
            foreach (var screenshot in item.Progress.Screenshots)
            {
                json.WriteStringValue(screenshot);
            }

            json.WriteEndArray();
        }

        WriteText(json, "auditid", item.AuditId);
        WriteTime(json, "due_at", item.DueAt);
        json.WriteNumber("attempts"u8, item.Attempts);
        WriteTime(json, "updated_at", item.UpdatedAt);
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        if (text.Length > 0)
        {
            json.WriteString(name, text);
        }
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } moment)
        {
            json.WriteString(name, moment.UtcDateTime);
        }
    }
}
