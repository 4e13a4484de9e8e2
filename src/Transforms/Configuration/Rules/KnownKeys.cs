using Microsoft.Extensions.Configuration;

namespace WxYarpGateway.Transforms.Configuration.Rules;

/// <summary>Warns of unknown keys, and suggests the key that was probably meant.</summary>
internal static class KnownKeys
{
    // More than one wrong letter in three means another word.
    private const int LettersPerSlip = 3;

    /// <summary>All keys of the section itself.</summary>
    public static readonly string[] OfSection =
    [
        "PublicUrl", "Services", "Store", "WeChat", "Urls", "InternalUrls", "InternalApiKeys", "KnownProxies", "Limits", "ShutdownDelay",
        "Endpoints", "EndpointsOnPublicListener", "Certificates", "VerifyFiles",
    ];

    /// <summary>Warns of a key that is not known.</summary>
    public static void WarnUnlessKnown(IConfigurationSection setting, IReadOnlyCollection<string> known, ConfigurationReport report)
    {
        if (known.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
        {
            return;
        }

        var nearest = known.MinBy(key => Distance(setting.Key, key));
        var isNear = nearest is not null && Distance(setting.Key, nearest) <= Math.Max(2, nearest.Length / LettersPerSlip);
        report.Warn(setting.Path, "is not a known key; nothing reads it", isNear ? $"Did you mean {nearest}?" : "Remove it");
    }

    /// <summary>Returns the edit distance of two words, ignoring case (Levenshtein).</summary>
    private static int Distance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var row = 1; row <= left.Length; row++)
        {
            var current = new int[right.Length + 1];
            current[0] = row;
            for (var column = 1; column <= right.Length; column++)
            {
                var isSame = char.ToUpperInvariant(left[row - 1]) == char.ToUpperInvariant(right[column - 1]);
                var changed = previous[column - 1] + (isSame ? 0 : 1);
                current[column] = Math.Min(changed, Math.Min(previous[column], current[column - 1]) + 1);
            }

            previous = current;
        }

        return previous[right.Length];
    }
}
