using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Configuration.Kinds;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Platform.Configuration;

/// <summary>Reads what the configuration makes different for single authorizers.</summary>
internal static class AuthorizerEntries
{
    private const int LongestTag = 64;

    private static readonly AuthorizerOptionsValidator[] Validators = [new()];

    /// <summary>Reads the entries by AppId; reports their errors.</summary>
    public static IReadOnlyDictionary<string, AuthorizerOptions> Read(PlatformSettings platform, KindSections sections)
    {
        var entries = new Dictionary<string, AuthorizerOptions>(StringComparer.Ordinal);
        var defaults = new AuthorizerOptions
        {
            UserInfo = platform.Options.UserInfo,
            Reply = platform.Options.Reply,
            Limits = platform.Options.Limits,
        };
        var setting = platform.Section.GetSection(nameof(PlatformOptions.Authorizers));
        if (!string.IsNullOrEmpty(setting.Value))
        {
            sections.Report.Error(setting.Path, "must be an object; it is a single value",
                "Write { \"wx…\": { … } } with an entry for each AppId");
        }

        foreach (var entry in setting.GetChildren())
        {
            if (!AppId.TryParse(entry.Key, out _) || entry.Key == platform.Options.AppId)
            {
                sections.Report.Error(
                    entry.Path, "has a name that is no authorizer's AppId",
                        "Name the entry by the AppId of an account in the platform's care");
                continue;
            }

            if (sections.Others.FirstOrDefault(other => other.Value.AppId == entry.Key).Key is { } other)
            {
                sections.Report.Error(
                    entry.Path,
                    $"is the AppId of service {other} too",
                    "Remove the entry, or the service: an account is either in the platform's care or a service of its own");
            }

            var options = sections.Report.Read(entry, defaults, Validators);
            sections.CheckReply(entry, new ServiceOptions { AppSecret = platform.Options.AppSecret, Reply = options.Reply });
            Check(entry.Path, nameof(options.MessageBackend), options.MessageBackend, sections);
            Check(entry.Path, nameof(options.OAuthBackend), options.OAuthBackend, sections);
            foreach (var (index, tag) in options.Tags.Index().Where(tag => tag.Item.Length is 0 or > LongestTag))
            {
                sections.Report.Error(
                    $"{entry.Path}:{nameof(options.Tags)}:{index}", $"must have 1 to {LongestTag} characters; it has {tag.Length}",
                        "Choose another tag");
            }

            entries[entry.Key] = options;
        }

        return entries;
    }

    private static void Check(string path, string key, string? backend, KindSections sections)
    {
        if (!string.IsNullOrEmpty(backend))
        {
            sections.CheckBackendName($"{path}:{key}", backend);
        }
    }
}
