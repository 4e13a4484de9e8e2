using Microsoft.Extensions.Configuration;
using WxYarpGateway.MiniPrograms.Endpoints;
using WxYarpGateway.Transforms.Configuration.Reports;
using WxYarpGateway.Transforms.Configuration.Rules;

namespace WxYarpGateway.MiniPrograms.Configuration;

/// <summary>Reads and checks the section <c>LoginPaths</c>.</summary>
internal static class LoginPaths
{
    /// <summary>The name of the section.</summary>
    public const string Key = "LoginPaths";

    private static readonly string[] Keys = Enum.GetNames<LoginPath>();

    /// <summary>Returns the paths that are served, each without a slash at its end; reports errors.</summary>
    public static IReadOnlyDictionary<LoginPath, string> Read(IConfigurationSection section, ConfigurationReport report)
    {
        var setting = section.GetSection(Key);
        if (!string.IsNullOrEmpty(setting.Value))
        {
            report.Error(setting.Path, "must be an object; it is a single value", "Write { \"Login\": \"/login\" }");
        }

        var paths = new Dictionary<LoginPath, string>();
        foreach (var path in Enum.GetValues<LoginPath>())
        {
            paths[path] = (string)typeof(LoginPathOptions).GetProperty(path.ToString())!.GetValue(new LoginPathOptions())!;
        }

        foreach (var key in setting.GetChildren())
        {
            if (!Keys.Contains(key.Key, StringComparer.OrdinalIgnoreCase))
            {
                report.WarnUnlessKnown(key, Keys);
                continue;
            }

            var path = Enum.Parse<LoginPath>(key.Key, ignoreCase: true);

            // A key that is there without a value takes the path away.
            paths.Remove(path);
            if (!string.IsNullOrWhiteSpace(key.Value) && Check(key, report))
            {
                paths[path] = key.Value.TrimEnd('/');
            }
        }

        CheckApart(setting, paths, report);
        return paths;
    }

    private static bool Check(IConfigurationSection key, ConfigurationReport report)
    {
        var path = key.Value!;
        if (path.StartsWith('/') && path.TrimEnd('/').Length > 1 && !path.Contains("//", StringComparison.Ordinal)
            && PathRules.IsEndpointPath(path))
        {
            return true;
        }

        report.Error(
            key.Path, $"must be a path such as /{key.Key.ToLowerInvariant()}, without {{ }} * ? # % \\ or spaces; it is {path}",
            "Correct the path, or set it to null to remove it");
        return false;
    }

    private static void CheckApart(IConfigurationSection setting, Dictionary<LoginPath, string> paths, ConfigurationReport report)
    {
        foreach (var (path, text) in paths)
        {
            var rival = paths.FirstOrDefault(other => other.Key < path && text.Equals(other.Value, StringComparison.OrdinalIgnoreCase));
            if (rival.Value is not null)
            {
                report.Error($"{setting.Path}:{path}", $"is {text}, and so is {rival.Key}", "Give each a path of its own");
            }
        }
    }
}
