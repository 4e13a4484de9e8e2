using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Logging.Console;

namespace WxYarpGateway.Gateway.Logging;

/// <summary>Finds the values of the section <c>Logging</c> that the framework throws at, at the start or after an edit.</summary>
internal static class LogSettings
{
    private const string Levels = "LogLevel";
    private const string Console = "Console";
    private const string Formatter = $"{Console}:{nameof(ConsoleLoggerOptions.FormatterName)}";
    private const string FormatterOptions = $"{Console}:FormatterOptions";
    private const string TimestampFormat = $"{FormatterOptions}:{nameof(ConsoleFormatterOptions.TimestampFormat)}";

    private static readonly string[] Formatters =
        [ConsoleFormatterNames.Simple, ConsoleFormatterNames.Json, ConsoleFormatterNames.Systemd];

    /// <summary>Returns what is wrong with values, by their keys below the section.</summary>
    public static IReadOnlyDictionary<string, string> Problems(IConfiguration logging)
        => logging.AsEnumerable(makePathsRelative: true)
            .Where(setting => !string.IsNullOrEmpty(setting.Value))
            .Select(setting => (setting.Key, Problem: ProblemOf(setting.Key, setting.Value!)))
            .Where(found => found.Problem is not null)
            .ToDictionary(found => found.Key, found => found.Problem!, StringComparer.OrdinalIgnoreCase);

    private static string? ProblemOf(string key, string value)
    {
        var parts = key.Split(':');
        if (Is(parts[0], Levels) || (parts.Length > 1 && Is(parts[1], Levels)))
        {
            return Enum.TryParse<LogLevel>(value, ignoreCase: true, out _) ? null
                : $"must be one of {string.Join(", ", Enum.GetNames<LogLevel>())}";
        }

        if (Is(key, Formatter))
        {
            return Formatters.Contains(value, StringComparer.OrdinalIgnoreCase) ? null
                : $"must be one of {string.Join(", ", Formatters)}";
        }

        if (Is(key, TimestampFormat))
        {
            return CanWriteTime(value) ? null : "must be a format of a time, such as yyyy-MM-dd HH:mm:ss";
        }

        if (Is(key, nameof(LoggerFilterOptions.CaptureScopes)))
        {
            return bool.TryParse(value, out _) ? null : "must be true or false";
        }

        return Is(parts[0], Console) && !CanBind(key, value) ? "has a value that does not fit" : null;
    }

    private static bool Is(string key, string other) => key.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static bool CanWriteTime(string format)
    {
        try
        {
            _ = DateTimeOffset.UnixEpoch.ToString(format, CultureInfo.InvariantCulture);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    // The framework's own options say what fits.
    private static bool CanBind(string key, string value)
    {
        var alone = new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();
        try
        {
            alone.GetSection(Console).Bind(new ConsoleLoggerOptions());
            alone.GetSection(FormatterOptions).Bind(new SimpleConsoleFormatterOptions());
            alone.GetSection(FormatterOptions).Bind(new JsonConsoleFormatterOptions());
            return true;
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or TargetInvocationException)
        {
            return false;
        }
    }
}
