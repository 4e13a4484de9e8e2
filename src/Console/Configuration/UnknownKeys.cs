using System.Globalization;

namespace WxYarpGateway.Console.Configuration;

/// <summary>Finds keys of the section <c>Console</c> that nothing reads: the framework passes over a slip of the pen.</summary>
internal static class UnknownKeys
{
    /// <summary>Returns a sentence for each.</summary>
    public static IEnumerable<string> In(IConfiguration configuration)
        => Below(configuration.GetSection(ConsoleOptions.Section), typeof(ConsoleOptions))
            .Select(path => $"{path} is not a known key; nothing reads it. Correct its name, or remove it.");

    private static IEnumerable<string> Below(IConfigurationSection section, Type type)
    {
        foreach (var child in section.GetChildren())
        {
            if (TypeOf(child.Key, type) is not { } below)
            {
                yield return child.Path;
                continue;
            }

            foreach (var path in below == typeof(string) || below.IsEnum ? [] : Below(child, below))
            {
                yield return path;
            }
        }
    }

    // The names below a dictionary are anybody's, those of a list are numbers.
    private static Type? TypeOf(string key, Type type)
    {
        if (!type.IsGenericType)
        {
            return Array.Find(type.GetProperties(), property => property.CanWrite && IsSame(property.Name, key))?.PropertyType;
        }

        var isName = type.GetGenericTypeDefinition() == typeof(IDictionary<,>);
        return isName || int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? type.GetGenericArguments()[^1] : null;
    }

    private static bool IsSame(string name, string key) => name.Equals(key, StringComparison.OrdinalIgnoreCase);
}
