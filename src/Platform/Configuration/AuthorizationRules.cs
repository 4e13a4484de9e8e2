using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Transforms.Configuration.Reports;
using WxYarpGateway.Transforms.Configuration.Rules;

namespace WxYarpGateway.Platform.Configuration;

/// <summary>Checks the pages on which accounts give themselves into a platform's care.</summary>
internal static class AuthorizationRules
{
    private const string Section = nameof(PlatformOptions.Authorization);

    /// <summary>Reports errors.</summary>
    public static void Check(PlatformSettings platform, ConfigurationReport report)
    {
        var options = platform.Options.Authorization;
        if (options.Path.Length > 0
            && (!options.Path.StartsWith('/') || options.Path.StartsWith("//", StringComparison.Ordinal)
                || !PathRules.IsOAuthPath(options.Path)))
        {
            report.Error(
                PathOf(platform, nameof(options.Path)),
                $"must be a path of letters, digits, slashes and - . _ ~; it is {options.Path}",
                "Write a path such as /wx/saas/authorize");
        }

        foreach (var (index, host) in options.ReturnHosts.Index().Where(entry => !PathRules.IsReturnHost(entry.Item)))
        {
            report.Error(
                $"{PathOf(platform, nameof(options.ReturnHosts))}:{index}",
                $"must be a host without scheme, path or wildcard; it is {host}",
                "Write it as admin.example.com, with a port if need be");
        }

        foreach (var (index, category) in options.Categories.Index().Where(entry
            => !entry.Item.All(char.IsAsciiDigit) || entry.Item.Length == 0))
        {
            report.Error(
                $"{PathOf(platform, nameof(options.Categories))}:{index}", $"must be a number; it is {category}",
                    "Write a number of WeChat's list");
        }

        CheckReturn(platform, options, report);
    }

    private static void CheckReturn(PlatformSettings platform, AuthorizationOptions options, ConfigurationReport report)
    {
        if (options.ReturnTo.Length == 0)
        {
            return;
        }

        var at = PathOf(platform, nameof(options.ReturnTo));
        if (!Uri.TryCreate(options.ReturnTo, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp)
            || url.UserInfo.Length > 0)
        {
            report.Error(at, "must be an absolute https or http address without a user", "Write it as https://admin.example.com/done");
        }
        else if (!options.ReturnHosts.Any(host => PathRules.IsReturnHost(host, url)))
        {
            report.Error(at, $"leads to {url.Authority}, which {nameof(options.ReturnHosts)} does not have", $"Add {url.Authority} there");
        }
    }

    private static string PathOf(PlatformSettings platform, string key) => platform.PathOf($"{Section}:{key}");
}
