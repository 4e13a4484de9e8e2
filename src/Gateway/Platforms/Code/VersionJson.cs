using System.Text.Json;
using WxYarpGateway.Platform.Code.Answers;

namespace WxYarpGateway.Gateway.Platforms.Code;

/// <summary>Writes what WeChat tells of code, under WeChat's names, always in one form.</summary>
internal static class VersionJson
{
    /// <summary>Writes what is released and what is on trial; <c>null</c> for what there is not.</summary>
    public static void Write(Utf8JsonWriter json, VersionInfo versions)
    {
        WriteVersion(json, "release", versions.Released);
        WriteVersion(json, "exp", versions.Trial);
    }

    /// <summary>Writes an audit as a member; <c>null</c> for none.</summary>
    public static void WriteAudit(Utf8JsonWriter json, string name, LatestAudit? audit)
    {
        if (audit is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        Write(json, audit);
        json.WriteEndObject();
    }

    /// <summary>Writes an audit.</summary>
    public static void Write(Utf8JsonWriter json, LatestAudit audit)
    {
        json.WriteString("auditid"u8, audit.AuditId);
        json.WriteNumber("status"u8, (int)audit.Status);
        json.WriteString("reason"u8, audit.Reason);
        json.WriteString("screenshot"u8, audit.Screenshot);
        json.WriteString("user_version"u8, audit.Version);
        json.WriteString("user_desc"u8, audit.Description);
        WriteTime(json, "submit_audit_time", audit.SubmittedAt);
    }

    /// <summary>Writes what the scan of privacy interfaces found.</summary>
    public static void Write(Utf8JsonWriter json, PrivacyCheck check)
    {
        WriteTexts(json, "without_auth_list", check.WithoutPermission);
        WriteTexts(json, "without_conf_list", check.WithoutConfiguration);
    }

    /// <summary>Writes the platform's quota.</summary>
    public static void Write(Utf8JsonWriter json, AuditQuota quota)
    {
        json.WriteNumber("rest"u8, quota.Rest);
        json.WriteNumber("limit"u8, quota.Limit);
        json.WriteNumber("speedup_rest"u8, quota.SpeedUpRest);
        json.WriteNumber("speedup_limit"u8, quota.SpeedUpLimit);
    }

    /// <summary>Writes how far a gray release is.</summary>
    public static void Write(Utf8JsonWriter json, GrayPlan plan)
    {
        json.WriteStartObject("gray_release_plan"u8);
        json.WriteNumber("status"u8, plan.Status);
        json.WriteNumber("gray_percentage"u8, plan.Percentage);
        WriteTime(json, "create_timestamp", plan.CreatedAt);
        WriteFlag(json, "support_debuger_first", plan.DebuggersFirst);
        WriteFlag(json, "support_experiencer_first", plan.ExperiencersFirst);
        json.WriteEndObject();
    }

    /// <summary>Writes the versions to which a mini program can return.</summary>
    public static void Write(Utf8JsonWriter json, VersionHistory history)
    {
        json.WriteStartArray("version_list"u8);
        foreach (var version in history.Versions)
        {
            json.WriteStartObject();
            json.WriteString("app_version"u8, version.AppVersion);
            json.WriteString("user_version"u8, version.Version);
            json.WriteString("user_desc"u8, version.Description);
            WriteTime(json, "commit_time", version.CommittedAt);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteVersion(Utf8JsonWriter json, string prefix, CodeVersion? version)
    {
        if (version is null)
        {
            json.WriteNull($"{prefix}_info");
            return;
        }

        json.WriteStartObject($"{prefix}_info");
        json.WriteString($"{prefix}_version", version.Version);
        json.WriteString($"{prefix}_desc", version.Description);
        WriteTime(json, $"{prefix}_time", version.Time);
        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, string name, long? seconds)
    {
        if (seconds is { } known)
        {
            json.WriteNumber(name, known);
        }
    }

    private static void WriteFlag(Utf8JsonWriter json, string name, bool? flag)
    {
        if (flag is { } known)
        {
            json.WriteBoolean(name, known);
        }
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
