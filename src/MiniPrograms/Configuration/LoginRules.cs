using Microsoft.Extensions.Configuration;
using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.MiniPrograms.Apps.Checks;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Configuration.Kinds;
using WxYarpGateway.Transforms.Configuration.Reports;
using WxYarpGateway.Transforms.Configuration.Rules;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.MiniPrograms.Configuration;

/// <summary>Checks what spans several keys of a login.</summary>
internal static class LoginRules
{
    private const int ShortestReplyToken = 16;

    private static readonly ContentCheckOptionsValidator[] ContentValidators = [new()];

    /// <summary>Reports a login on a service that can have none.</summary>
    public static void CheckService(IConfigurationSection login, ServiceOptions service, ConfigurationReport report)
    {
        if (service.Kind != ServiceKind.MiniProgram)
        {
            report.Error(
                login.Path,
                $"is set, and the service is of Kind {service.Kind}: only users of mini programs log in this way",
                $"Set Kind to {ServiceKind.MiniProgram}, or remove the key");
        }
        else if (string.IsNullOrEmpty(service.AppSecret))
        {
            report.Error(
                $"{login.Path[..login.Path.LastIndexOf(':')]}:{nameof(ServiceOptions.AppSecret)}",
                "is missing, and Login is set: without it WeChat does not tell who logs in",
                "Copy it from the WeChat console");
        }
    }

    /// <summary>Warns of a backend that gets nothing.</summary>
    public static void WarnOfBothBackends(IConfigurationSection login, ServiceOptions service, ConfigurationReport report)
    {
        var api = login.GetSection(nameof(LoginOptions.MessageApi));
        if (KindSections.HasBackend(api) && KindSections.HasBackend(service.MessageBackend))
        {
            report.Warn(
                api.Path,
                $"is set, and the service has a {nameof(ServiceOptions.MessageBackend)} too, which gets no messages then",
                "Remove one of the two");
        }
    }

    /// <summary>Reports errors of the options.</summary>
    public static void Check(IConfigurationSection login, LoginOptions options, KindSections sections)
    {
        var report = sections.Report;
        CheckBackend(login, nameof(options.Backend), options.Backend, sections);
        CheckBackend(login, nameof(options.MessageApi), options.MessageApi, sections);
        CheckTokens(login, options, report);
        if (options.Session.Longest < options.Session.Life)
        {
            report.Error(
                $"{login.Path}:{nameof(options.Session)}:{nameof(options.Session.Longest)}",
                $"is {options.Session.Longest}, which is less than Life ({options.Session.Life})",
                "Set it to Life or more");
        }

        foreach (var (index, path) in options.RequireLogin.Index().Where(entry => !IsPattern(entry.Item)))
        {
            report.Error(
                $"{login.Path}:{nameof(options.RequireLogin)}:{index}",
                $"must be a path with at most one asterisk, at its end; it is {path}",
                "Write it as /private/*");
        }

        if (!LoginTimeZone.TryFind(options.TimeZone, out _))
        {
            report.Error(
                $"{login.Path}:{nameof(options.TimeZone)}",
                $"is {options.TimeZone}, which this machine does not know",
                $"Write a name such as {LoginTimeZone.China}, or install the package tzdata");
        }

        foreach (var (index, host) in options.ReplyMediaHosts.Index().Where(entry => !PathRules.IsReturnHost(entry.Item)))
        {
            report.Error(
                $"{login.Path}:{nameof(options.ReplyMediaHosts)}:{index}",
                $"must be a host without scheme, path or wildcard; it is {host}",
                "Write it as media.example.com, with a port if need be");
        }
    }

    /// <summary>Reads what users write that WeChat is asked about.</summary>
    public static IReadOnlyList<ContentCheckOptions> ReadContentChecks(IConfigurationSection? section, ConfigurationReport report)
    {
        if (!string.IsNullOrEmpty(section?.Value))
        {
            report.Error(
                section.Path,
                "must be a list of objects; it is a single value",
                "Write [ { \"Paths\": [\"/comments/*\"], \"Fields\": [\"content\"] } ]");
            return [];
        }

        var checks = new List<ContentCheckOptions>();
        foreach (var child in section?.GetChildren() ?? [])
        {
            var check = report.Read<ContentCheckOptions>(child, ContentValidators);
            checks.Add(check);
            foreach (var (index, path) in check.Paths.Index().Where(entry => !IsPattern(entry.Item)))
            {
                report.Error(
                    $"{child.Path}:{nameof(check.Paths)}:{index}",
                    $"must be a path with at most one asterisk, at its end; it is {path}",
                    "Write it as /comments/*");
            }
        }

        return checks;
    }

    private static void CheckBackend(IConfigurationSection login, string key, IConfigurationSection? backend, KindSections sections)
    {
        if (KindSections.BackendNameOf(backend) is { } name)
        {
            sections.CheckBackendName($"{login.Path}:{key}", name);
        }
    }

    private static void CheckTokens(IConfigurationSection login, LoginOptions options, ConfigurationReport report)
    {
        var tokens = new[]
        {
            (nameof(options.BackendToken), options.BackendToken), (nameof(options.MessageApiToken), options.MessageApiToken),
            (nameof(options.ReplyToken), options.ReplyToken),
        };
        foreach (var (key, _) in tokens.Where(token => token.Item2?.Any(letter => letter is < ' ' or > '~') == true))
        {
            report.Error($"{login.Path}:{key}", "must consist of printable ASCII characters: it goes into a header", "Choose another one");
        }

        if (options.ReplyToken is { Length: > 0 and < ShortestReplyToken } reply)
        {
            report.Error(
                $"{login.Path}:{nameof(options.ReplyToken)}",
                $"must have at least {ShortestReplyToken} characters; it has {reply.Length}",
                "Choose a longer one, such as what openssl rand -hex 32 prints");
        }
    }

    private static bool IsPattern(string pattern)
    {
        var path = pattern.EndsWith("/*", StringComparison.Ordinal) ? pattern[..^1] : pattern;
        return path.StartsWith('/') && PathRules.IsEndpointPath(path);
    }
}
