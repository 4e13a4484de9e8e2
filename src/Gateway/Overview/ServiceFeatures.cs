using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Records;
using WxYarpGateway.Platform.Rules;
using WxYarpGateway.Transforms.Configuration;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Gateway.Overview;

/// <summary>Names what is configured for a service.</summary>
internal sealed class ServiceFeatures(WeChatConfiguration configuration, RecordSettings records, RuleBook rules)
{
    /// <summary>Returns what a service has.</summary>
    public IReadOnlyList<string> Of(WeChatService service, ServedService served)
        => [.. Named(OfAll(served).Concat(OfPolicy(service.Policy))
            .Append(("qr_login", SettingsOf(served)["QrLoginPath"] is { Length: > 0 })))];

    /// <summary>Returns what a platform has.</summary>
    public IReadOnlyList<string> Of(WeChatPlatform platform, ServedService served)
        => [.. Named(OfAll(served).Concat(OfPolicy(platform.Policy)).Concat(
        [
            ("authorization_page", platform.Options.Authorization.Path.Length > 0),
            ("rules", rules.Of(platform).Entries.Count > 0),
            ("cloud_run", platform.TakesCloudRun),
            ("wxcomponent", platform.IsWxComponent),
        ]))];

    private static IEnumerable<string> Named(IEnumerable<(string Name, bool IsThere)> features)
        => features.Where(feature => feature.IsThere).Select(feature => feature.Name);

    private static IEnumerable<(string Name, bool IsThere)> OfPolicy(ServicePolicy policy) =>
    [
        ("user_info", policy.UserInfo.Append),
        ("redelivery", policy.Redelivery.MaxAge > TimeSpan.Zero),
    ];

    private IEnumerable<(string Name, bool IsThere)> OfAll(ServedService served) =>
    [
        ("encryption", served.Encryption != EncryptionMode.Plaintext),
        ("backend", served.MessageBackends.Count > 0),
        ("echo", served is { IsEchoed: true, MessageBackends.Count: 0 }),
        ("records", records.WhyDatabase() is not null),
        ("login", SettingsOf(served).GetSection("Login").Exists()),
        ("oauth", served.OAuthPath.Length > 0),
    ];

    private IConfigurationSection SettingsOf(ServedService served)
        => configuration.Section.GetSection("Services").GetSection(served.Name);
}
