using System.Text.Json;
using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.Platform.Code.Answers;

/// <summary>
/// Reads what WeChat answers about code: numbers may be text and text numbers, fields may be missing, and there may be more than anybody
/// knows of. Null is the answer that lacks what it is about.
/// </summary>
internal static class CodeAnswers
{
    /// <summary>Reads an answer of <c>getversioninfo</c>.</summary>
    public static VersionInfo? Versions(JsonFields answer)
    {
        using var released = answer.Within("release_info");
        using var trial = answer.Within("exp_info");
        return new VersionInfo(VersionIn(released, "release"), VersionIn(trial, "exp"));
    }

    /// <summary>Reads an answer of <c>get_latest_auditstatus</c>.</summary>
    public static LatestAudit? Audit(JsonFields answer) =>
        AuditId(answer) is { } id && Small(answer, "status") is { } status
            ? new LatestAudit(id, (AuditStatus)status)
            {
                Reason = answer.Text("reason") ?? "",

                // The table of the page says screenshot, its example ScreenShot.
                Screenshot = First(answer.Text("screenshot"), answer.Text("ScreenShot")),
                Version = TextOf(answer, "user_version") ?? "",
                Description = answer.Text("user_desc") ?? "",
                SubmittedAt = answer.Number("submit_audit_time"),
            }
            : null;

    /// <summary>Reads the number of an audit, every digit of it.</summary>
    public static string? AuditId(JsonFields answer) => TextOf(answer, "auditid") is { Length: > 0 } id ? id : null;

    /// <summary>Reads an answer of <c>getvisitstatus</c>.</summary>
    public static VisitStatus? Visits(JsonFields answer) => Small(answer, "status") is { } status ? (VisitStatus)status : null;

    /// <summary>Reads an answer of <c>get_code_privacy_info</c>.</summary>
    public static PrivacyCheck? Privacy(JsonFields answer) =>
        new(TextsIn(answer, "without_auth_list"), TextsIn(answer, "without_conf_list"));

    /// <summary>Reads an answer of <c>queryquota</c>.</summary>
    public static AuditQuota? Quota(JsonFields answer) =>
        Small(answer, "rest") is { } rest
            ? new AuditQuota(
                rest, Small(answer, "limit") ?? rest, Small(answer, "speedup_rest") ?? 0, Small(answer, "speedup_limit") ?? 0)
            : null;

    /// <summary>Reads an answer of <c>getgrayreleaseplan</c>.</summary>
    public static GrayPlan? Gray(JsonFields answer)
    {
        using var plan = answer.Within("gray_release_plan");
        return plan is not null && Small(plan, "status") is { } status
            ? new GrayPlan(status, Small(plan, "gray_percentage") ?? 0, plan.Number("create_timestamp"))
            {
                // So misspelt by WeChat.
                DebuggersFirst = FlagIn(plan, "support_debuger_first"),
                ExperiencersFirst = FlagIn(plan, "support_experiencer_first"),
            }
            : null;
    }

    /// <summary>
    /// Reads an answer of <c>revertcoderelease</c> with <c>action=get_history_version</c>; it has no list when that is empty.
    /// </summary>
    public static VersionHistory? History(JsonFields answer)
    {
        var versions = new List<HistoryVersion>();
        if (answer.Find("version_list") is { ValueKind: JsonValueKind.Array } list)
        {
            foreach (var element in list.EnumerateArray())
            {
                using var entry = element.ValueKind == JsonValueKind.Object ? JsonFields.Of(element) : null;
                if (entry is not null && TextOf(entry, "app_version") is { } version)
                {
                    versions.Add(new HistoryVersion(
                        version, TextOf(entry, "user_version") ?? "", entry.Text("user_desc") ?? "", entry.Number("commit_time")));
                }
            }
        }

        return new VersionHistory(versions);
    }

    private static CodeVersion? VersionIn(JsonFields? info, string prefix) =>
        info is not null && TextOf(info, $"{prefix}_version") is { } version
            ? new CodeVersion(version, info.Text($"{prefix}_desc") ?? "", info.Number($"{prefix}_time"))
            : null;

    // A number as it is written: no program holds every one exactly.
    private static string? TextOf(JsonFields fields, string name) => fields.Find(name) switch
    {
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => fields.Text(name),
    };

    private static int? Small(JsonFields fields, string name) =>
        fields.Number(name) is { } number and >= int.MinValue and <= int.MaxValue ? (int)number : null;

    private static bool? FlagIn(JsonFields fields, string name) => fields.Find(name) is null ? null : fields.IsSet(name);

    private static List<string> TextsIn(JsonFields fields, string name) => [.. (fields.Texts(name) ?? []).OfType<string>()];

    private static string First(string? one, string? other) => string.IsNullOrEmpty(one) ? other ?? "" : one;
}
