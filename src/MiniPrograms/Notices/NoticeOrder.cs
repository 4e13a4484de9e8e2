using System.Text.Json;
using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.MiniPrograms.Notices;

/// <summary>An order for a message, as a phone sends it.</summary>
/// <remarks>Source of the fields: developers.weixin.qq.com/miniprogram, 发送订阅消息 (subscribeMessage.send), mirrored 2026-07-30.</remarks>
/// <param name="TemplateId">The template.</param>
/// <param name="Content">What it says.</param>
internal sealed record NoticeOrder(string TemplateId, NoticeContent Content)
{
    /// <summary>The fields of template messages, which WeChat ended on 2020-01-10.</summary>
    public static readonly IReadOnlyList<string> Retired = ["formid", "form_id", "emphasis_keyword"];

    private const int LongestTemplateId = 128;
    private const int LongestText = 1024;
    private const int MostDays = 366;

    private static readonly string[] States = ["developer", "trial", "formal"];
    private static readonly string[] Languages = ["zh_CN", "en_US", "zh_HK", "zh_TW"];

    /// <summary>Reads an order.</summary>
    /// <param name="body">The body.</param>
    /// <param name="options">The mini program's options.</param>
    /// <param name="now">The time of an order that names none, or one in the past.</param>
    /// <returns>The order, or what is wrong.</returns>
    public static (NoticeOrder? Order, string Wrong) Read(JsonFields body, LoginOptions options, DateTimeOffset now)
    {
        if (body.Text("template_id") is not { Length: > 0 and <= LongestTemplateId } template
            || template.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return (null, "template_id must be the id of a template");
        }

        if (NoticeValues.Read(body) is not { } data)
        {
            return (null, """data must be an object such as {"thing1":{"value":"…"}} with 1 to 20 fields""");
        }

        var at = now;
        if (IsGiven(body, "active_at") && (body.Text("active_at") is not { } time || !NoticeTime.TryRead(time, options, out at)))
        {
            return (null, "active_at must be a time such as 2026-12-31 08:00:00 or 2026-12-31T08:00:00+08:00");
        }

        if (at > now.AddDays(MostDays))
        {
            return (null, "active_at must be within a year");
        }

        var content = new NoticeContent(at > now ? at : now, data);
        return OneOf(body, "miniprogram_state", States, content.MiniProgramState) is not { } state
                ? (null, $"miniprogram_state must be one of {string.Join(", ", States)}")
            : OneOf(body, "lang", Languages, content.Language) is not { } language
                ? (null, $"lang must be one of {string.Join(", ", Languages)}")
            : Text(body, "page") is not { } page ? (null, $"page must be a text of at most {LongestText} characters")
            : Text(body, "description") is not { } description
                ? (null, $"description must be a text of at most {LongestText} characters")
            : (new NoticeOrder(
                template,
                content with { Description = description, Page = page, MiniProgramState = state, Language = language }), "");
    }

    private static bool IsGiven(JsonFields body, string name)
        => body.Find(name) is { ValueKind: not JsonValueKind.Null } && body.Text(name) != "";

    private static string? OneOf(JsonFields body, string name, string[] allowed, string otherwise)
        => !IsGiven(body, name) ? otherwise
            : body.Text(name) is { } text && allowed.Contains(text, StringComparer.Ordinal) ? text
            : null;

    private static string? Text(JsonFields body, string name)
        => !IsGiven(body, name) ? "" : body.Text(name) is { Length: <= LongestText } text ? text : null;

    /// <summary>Returns the template only: the message is personal.</summary>
    public override string ToString() => TemplateId;
}
