using System.Buffers;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Gateway.Configuration;

/// <summary>The rules of <c>Gateway:Endpoints</c>: paths that can be told apart.</summary>
internal sealed class EndpointsRule : IConfigurationRule
{
    private static readonly string[] Served = [nameof(EndpointOptions.Api), nameof(EndpointOptions.Tokens)];
    private static readonly string[] ForLater = ["Qr", "User", "SnsAuth2", "ShortUrl", "TemplateMessage", "SignJsApi", "ChannelsOrderDetail", "ChannelsRefundDetail"];

    // What would give a path another meaning, or never reaches it.
    private static readonly SearchValues<char> NotInPaths = SearchValues.Create("{}*?#%\\");

    /// <inheritdoc/>
    public void Check(IConfigurationSection section, ConfigurationReport report)
    {
        var endpoints = section.GetSection(nameof(GatewayOptions.Endpoints));
        if (!string.IsNullOrEmpty(endpoints.Value))
        {
            report.Fault(endpoints.Path, "must be an object; it is a single value", "Write { \"Api\": \"/wxapi\" }");
        }

        foreach (var setting in endpoints.GetChildren())
        {
            if (ForLater.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
            {
                report.Warn(setting.Path, "is not served by this version yet", "It does no harm");
            }
            else if (Served.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
            {
                CheckPath(setting, report);
            }
            else
            {
                KnownKeys.WarnUnlessKnown(setting, [.. Served, .. ForLater], report);
            }
        }

        CheckApart(endpoints, EndpointOptions.Read(endpoints), report);
    }

    private static void CheckPath(IConfigurationSection setting, ConfigurationReport report)
    {
        var path = setting.Value;
        var isPath = string.IsNullOrWhiteSpace(path)
            || (path.StartsWith('/') && path.TrimEnd('/').Length > 1 && !path.Contains("//", StringComparison.Ordinal)
                && !path.AsSpan().ContainsAny(NotInPaths) && !path.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter)));
        if (!isPath || setting.GetChildren().Any())
        {
            report.Fault(setting.Path, $"must be a path such as /{setting.Key.ToLowerInvariant()}, without {{ }} * ? # % \\ or spaces; {ConfigurationReport.ItIs(setting)}", "Correct the path, or set it to null to remove the endpoint");
        }
    }

    private static void CheckApart(IConfigurationSection endpoints, EndpointOptions options, ConfigurationReport report)
    {
        if (options is { Api: { } api, Tokens: { } tokens } && (IsWithin(api, tokens) || IsWithin(tokens, api)))
        {
            report.Fault(endpoints.GetSection(nameof(EndpointOptions.Tokens)).Path, $"is {tokens}, and Api is {api}: one lies within the other", "Choose paths that do not");
        }
    }

    private static bool IsWithin(string path, string other) => new PathString(path.StartsWith('/') ? path : "/" + path).StartsWithSegments(other.StartsWith('/') ? other : "/" + other);
}
