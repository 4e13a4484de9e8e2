using System.Collections.Frozen;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using WxYarpGateway.Transforms.Configuration.Kinds;
using WxYarpGateway.Transforms.Configuration.Reports;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Transforms.Configuration.Rules;

/// <summary>
/// Checks service names. They appear in URLs (<c>/wxapi/shop/…</c>), configuration keys and headers, so characters with a meaning there
/// are refused.
/// </summary>
internal static class ServiceNameRule
{
    private const int LongestName = 64;
    private const string Forbidden = @"/ \ ? # % { } * :";
    private const string Fix = "Give the service another name, such as shop or my-shop";

    private static readonly FrozenSet<string> Options =
        typeof(ServiceOptions).GetProperties().Select(property => property.Name).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // The key of a setting, where a colon has cut a service name in two.
    private static readonly string[] OfEveryService =
        [nameof(ServiceOptions.AppId), nameof(ServiceOptions.Token), nameof(ServiceOptions.MessagePath), nameof(ServiceOptions.AppSecret)];

    /// <summary>Returns whether a name may have a character.</summary>
    public static bool IsAllowed(char letter) => PathRules.IsInServiceName(letter) && !IsHidden(letter);

    /// <summary>Reports an invalid name; returns whether the rest of the service can be checked.</summary>
    /// <param name="service">The service.</param>
    /// <param name="kind">Its kind, if that has settings of its own.</param>
    /// <param name="report">Gets the errors.</param>
    public static bool Check(IConfigurationSection service, IServiceKindCompiler? kind, ConfigurationReport report)
    {
        if (WhatIsWrong(service.Key) is { } problem)
        {
            report.Error(service.Path, problem, Fix);
        }

        var settings = service.GetChildren()
            .Where(setting => !(kind?.SettingNames ?? Options).Contains(setting.Key, StringComparer.OrdinalIgnoreCase));
        if (NamesWithColons(settings, service.Key, depth: 0).ToList() is not { Count: > 0 } names)
        {
            return true;
        }

        foreach (var name in names)
        {
            report.Error(
                service.Path,
                $"has settings of a service named {name}, and a name must not contain a colon: in configuration it begins a key below",
                $"Give the service another name, such as {name.Trim(':').Replace(':', '-')}");
        }

        // It is a service only if it has settings.
        return service.GetChildren().Any(setting => OfEveryService.Contains(setting.Key, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Returns the error of a name, or <see langword="null"/>.</summary>
    public static string? WhatIsWrong(string name) => name switch
    {
        _ when string.IsNullOrWhiteSpace(name) => "has no name",
        { Length: > LongestName } => $"has a name of {name.Length} characters; {LongestName} are the most",
        "." or ".." => "has a name that means a folder in URLs, so its API calls and tokens could not be reached",
        _ when !name.All(PathRules.IsInServiceName)
            => $"has a name with one of {Forbidden}, and it stands in URLs such as /wxapi/<name>/, where these have a meaning of their own",
        _ when name.Any(IsHidden) || char.IsWhiteSpace(name[0]) || char.IsWhiteSpace(name[^1])
            => "has a name with a character that cannot be seen, or with a space at one of its ends",
        _ => null,
    };

    // Joiners of letters and emoji are allowed.
    private static bool IsHidden(char letter) => letter is not ('\u200c' or '\u200d') && char.GetUnicodeCategory(letter) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static IEnumerable<string> NamesWithColons(IEnumerable<IConfigurationSection> sections, string name, int depth)
    {
        // Keys may be nested without limit, so the search is bounded.
        if (depth > LongestName)
        {
            yield break;
        }

        foreach (var child in sections)
        {
            var longer = $"{name}:{child.Key}";
            if (child.GetChildren().Any(setting => OfEveryService.Contains(setting.Key, StringComparer.OrdinalIgnoreCase)))
            {
                yield return longer;
            }
            else
            {
                foreach (var below in NamesWithColons(child.GetChildren(), longer, depth + 1))
                {
                    yield return below;
                }
            }
        }
    }
}
