using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Rules.Json;
using WxYarpGateway.Transforms.Configuration.Kinds;
using WxYarpGateway.Transforms.Configuration.Reports;
using WxYarpGateway.Transforms.Configuration.Rules;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Platform.Configuration;

/// <summary>Checks what spans several keys of a platform, and what a platform cannot have.</summary>
internal static class PlatformRules
{
    private const string AppIdSegment = "{appid}";
    private const string FromConsole = "Copy it from WeChat's console (微信开放平台)";

    // Keys of other services, which mean nothing here.
    private static readonly (string Key, string Why)[] Refused =
    [
        (nameof(ServiceOptions.TokenEndpoint), "and there is one way only to a platform's token"),
        (nameof(ServiceOptions.OriginalId), "and each of the platform's accounts has its own"),
    ];

    /// <summary>Reports the errors of a platform.</summary>
    public static void Check(PlatformSettings platform, KindSections sections)
    {
        var (options, report) = (platform.Options, sections.Report);
        sections.CheckKeys(platform.Section, options.OfCallback());
        CheckMode(platform, report);
        foreach (var (key, why) in Refused.Where(refused => !string.IsNullOrEmpty(platform.Section[refused.Key])))
        {
            report.Error(platform.PathOf(key), $"is set, {why}", "Remove the key");
        }

        if (string.IsNullOrEmpty(options.AppSecret))
        {
            report.Error(platform.PathOf(nameof(options.AppSecret)), "is missing", FromConsole);
        }

        CheckEventPath(platform, report);
        CheckAppIdPath(platform, nameof(options.MessagePath), options.MessagePath, PathRules.IsMessagePath, report);
        if (options.OAuthPath.Length > 0)
        {
            CheckAppIdPath(platform, nameof(options.OAuthPath), options.OAuthPath, PathRules.IsOAuthPath, report);
        }

        foreach (var backend in new[] { options.MessageBackend, options.EventBackend, options.OAuthBackend })
        {
            if (KindSections.BackendNameOf(backend) is { } name)
            {
                sections.CheckBackendName(backend!.Path, name);
            }
        }

        foreach (var (index, compat) in options.Compat.Index()
            .Where(entry => !entry.Item.Equals(PlatformOptions.WxComponent, StringComparison.OrdinalIgnoreCase)))
        {
            report.Error(
                $"{platform.PathOf(nameof(options.Compat))}:{index}", $"is {compat}, which the gateway does not know",
                $"Write {PlatformOptions.WxComponent}, or remove it");
        }

        RuleConfiguration.Read(platform.Section.GetSection(nameof(options.Rules)), [.. sections.Backends], report);
    }

    /// <summary>Reports platforms that are one and the same to WeChat.</summary>
    public static void CheckTogether(IReadOnlyList<PlatformSettings> platforms, ConfigurationReport report)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var platform in platforms.Where(platform => platform.Options.AppId.Length > 0))
        {
            if (!owners.TryAdd(platform.Options.AppId, platform.Name))
            {
                report.Error(
                    platform.PathOf(nameof(PlatformOptions.AppId)),
                    $"is {platform.Options.AppId}, the AppId of platform {owners[platform.Options.AppId]} too",
                    "Configure each platform once");
            }
        }
    }

    /// <summary>Reports a second platform with wxcomponent's paths, which name none.</summary>
    public static void CheckCompat(IReadOnlyList<PlatformSettings> platforms, ConfigurationReport report)
    {
        foreach (var platform in platforms
            .Where(platform => platform.Options.Compat.Contains(PlatformOptions.WxComponent, StringComparer.OrdinalIgnoreCase)).Skip(1))
        {
            report.Error(
                platform.PathOf(nameof(PlatformOptions.Compat)),
                $"has {PlatformOptions.WxComponent}, and so has another platform: its paths do not name the platform",
                "Keep it at one of them");
        }
    }

    private static void CheckMode(PlatformSettings platform, ConfigurationReport report)
    {
        if (platform.Options.Encryption is not (EncryptionMode.Auto or EncryptionMode.Safe))
        {
            report.Error(
                platform.PathOf(nameof(PlatformOptions.Encryption)),
                $"is {platform.Options.Encryption}, and WeChat encrypts all that it pushes to a platform",
                $"Set it to {EncryptionMode.Safe}, or remove the key");
        }

        if (string.IsNullOrEmpty(platform.Options.EncodingAesKey))
        {
            report.Error(platform.PathOf(nameof(PlatformOptions.EncodingAesKey)), "is missing", FromConsole);
        }
    }

    private static void CheckEventPath(PlatformSettings platform, ConfigurationReport report)
    {
        const string fix = "Write the path of 授权事件接收 URL in WeChat's console, such as /wx/saas/event";
        var at = platform.PathOf(nameof(PlatformOptions.AuthEventPath));
        var path = platform.Options.AuthEventPath;
        if (path.Length == 0)
        {
            report.Error(at, "is missing, so no ticket could arrive", fix);
        }
        else if (!path.StartsWith('/'))
        {
            report.Error(at, $"must begin with a slash; it is {path}", fix);
        }
        else if (!PathRules.IsMessagePath(path))
        {
            report.Error(at, $"must not contain {{ }} * ? # or spaces; it is {path}", fix);
        }
    }

    private static void CheckAppIdPath(
        PlatformSettings platform, string key, string path, Func<string, bool> isPath, ConfigurationReport report)
    {
        var fix = key == nameof(PlatformOptions.MessagePath)
            ? $"Write the path of 消息与事件接收 URL in WeChat's console with {AppIdSegment} for $APPID$, such as /wx/saas/{AppIdSegment}/message"
            : $"Write a path such as /wx/saas/{AppIdSegment}/oauth";
        if (path.Length == 0)
        {
            report.Error(platform.PathOf(key), "is missing", fix);
            return;
        }

        var segments = path.Split('/');
        var rest = string.Join('/', segments.Select(segment => segment == AppIdSegment ? "x" : segment));
        if (!path.StartsWith('/'))
        {
            report.Error(platform.PathOf(key), $"must begin with a slash; it is {path}", fix);
        }
        else if (segments.Count(segment => segment == AppIdSegment) != 1)
        {
            report.Error(platform.PathOf(key), $"must have exactly one segment {AppIdSegment}; it is {path}", fix);
        }
        else if (!isPath(rest) || path.StartsWith("//", StringComparison.Ordinal))
        {
            report.Error(platform.PathOf(key), $"has a character that such a path must not have, beside {AppIdSegment}; it is {path}", fix);
        }
    }
}
