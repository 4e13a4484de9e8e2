namespace WxYarpGateway.Transforms.Configuration.Rules;

/// <summary>Finds the key that an unknown one was probably meant to be.</summary>
internal static class NearestKey
{
    // More than one wrong letter in three means another word.
    private const int LettersPerSlip = 3;

    /// <summary>Returns the known key that is nearest, or <see langword="null"/> when none is near.</summary>
    public static string? To(string key, IReadOnlyCollection<string> known)
    {
        var nearest = known.MinBy(other => Distance(key, other));
        return nearest is not null && Distance(key, nearest) <= Math.Max(2, nearest.Length / LettersPerSlip) ? nearest : null;
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
