using System.Buffers;

namespace WxYarpGateway.Transforms.Configuration.Rules;

/// <summary>Tells which keys hold secrets. Their values are never printed.</summary>
internal static class Secrets
{
    // By part of the name, so that misspelt keys and the host's own keys are covered too.
    private static readonly SearchValues<string> Marks = SearchValues.Create(
        ["secret", "token", "password", "key", "redis", "credential"], StringComparison.OrdinalIgnoreCase);
    private static readonly string[] Whole = ["Connection"];
    private static readonly string[] Harmless = ["TokenEndpoint", "KeyPrefix", "AffinityKeyName", "KeyPath"];

    // Below these sections, the next key is a name that the operator chose.
    private static readonly string[] AboveNames = [
        "Services", "Routes", "Clusters", "Destinations", "Endpoints", "Certificates", "VerifyFiles"];

    /// <summary>Returns whether the value at a path is a secret.</summary>
    public static bool IsSecret(string path)
    {
        var text = path.AsSpan();
        var above = ReadOnlySpan<char>.Empty;
        foreach (var range in text.Split(':'))
        {
            var part = text[range];
            if (!IsOneOf(AboveNames, above) && !IsOneOf(Harmless, part) && (part.ContainsAny(Marks) || IsOneOf(Whole, part)))
            {
                return true;
            }

            above = part;
        }

        return false;
    }

    // Called for every key at every reload.
    private static bool IsOneOf(string[] words, ReadOnlySpan<char> part)
    {
        foreach (var word in words)
        {
            if (part.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
