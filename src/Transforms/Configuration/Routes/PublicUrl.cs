using Microsoft.Extensions.Configuration;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Transforms.Configuration.Routes;

/// <summary>The address under which browsers reach the gateway: the key <c>PublicUrl</c> of the section.</summary>
internal static class PublicUrl
{
    private const string Key = "PublicUrl";
    private const string Fix = "Write the address under which browsers reach the gateway, such as https://wx.example.com";

    private static readonly HttpUrlAttribute Rule = new();

    /// <summary>Reads the address; <see langword="null"/> when there is none.</summary>
    public static Uri? Read(IConfigurationSection section, IReadOnlyList<ServiceSettings> services, ConfigurationReport report)
    {
        var setting = section.GetSection(Key);
        if (setting.GetChildren().Any())
        {
            report.Error(setting.Path, "must be a single value; it is a list or an object", Fix);
            return null;
        }

        if (string.IsNullOrWhiteSpace(setting.Value))
        {
            if (services.FirstOrDefault(QrLoginRoutes.Has) is { } service)
            {
                report.Error(setting.Path, $"is missing, and service {service.Name} has a QrLoginPath, whose links need it", Fix);
            }
            else if (services.Any(service => !string.IsNullOrEmpty(service.Options.OAuthPath)))
            {
                report.Warn(setting.Path, "is missing, so no redirect can begin at an OAuthPath's /start, which answers 404", Fix);
            }

            return null;
        }

        if (Uri.TryCreate(setting.Value, UriKind.Absolute, out var url) && url.Host.Length > 0 && Rule.IsValid(url))
        {
            return url;
        }

        // User info in the address may contain a password.
        var value = setting.Value.Contains('@', StringComparison.Ordinal) ? "" : $"; it is {setting.Value}";
        report.Error(setting.Path, $"must be an absolute http or https address without user, query or fragment{value}", Fix);
        return null;
    }
}
