using System.Globalization;
using System.Text.Json;
using WxYarpGateway.MiniPrograms.Apps;

namespace WxYarpGateway.MiniPrograms.Notices;

/// <summary>Writes what a user is told of the notices that the phone ordered.</summary>
internal static class NoticeAnswer
{
    /// <summary>Writes a page.</summary>
    /// <param name="json">The writer, within an object.</param>
    /// <param name="options">The mini program's options.</param>
    /// <param name="notices">The notices, with one more than the page has when there is another page.</param>
    /// <param name="most">The most notices of a page.</param>
    public static void Write(Utf8JsonWriter json, LoginOptions options, IReadOnlyList<KeptNotice> notices, int most)
    {
        json.WriteStartArray("notices"u8);
        foreach (var notice in notices.Take(most))
        {
            Write(json, options, notice);
        }

        json.WriteEndArray();
        json.WriteString("next"u8, notices.Count > most ? notices[most - 1].Id.ToString(CultureInfo.InvariantCulture) : null);
    }

    private static void Write(Utf8JsonWriter json, LoginOptions options, KeptNotice notice)
    {
        var content = NoticeContent.Parse(notice.Payload);
        json.WriteStartObject();
        json.WriteNumber("id"u8, notice.Id);
        json.WriteNumber("status"u8, (int)notice.Status);
        json.WriteString("template_id"u8, notice.TemplateId);
        json.WriteString("description"u8, content.Description);
        json.WriteString("active_at"u8, NoticeTime.Write(content.ActiveAt, options));
        json.WriteString("page"u8, content.Page);
        json.WriteString("miniprogram_state"u8, content.MiniProgramState);
        json.WriteString("lang"u8, content.Language);
        json.WriteStartObject("data"u8);
        content.WriteData(json);
        json.WriteEndObject();
        if (notice.ErrorCode is { } code)
        {
            json.WriteNumber("errcode"u8, code);
        }

        json.WriteString("additional"u8, notice.Sentence ?? "");
        json.WriteEndObject();
    }
}
