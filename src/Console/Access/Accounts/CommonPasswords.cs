namespace WxYarpGateway.Console.Access.Accounts;

/// <summary>Passwords that attackers try first: the commonest ones, and patterns that anybody would think of.</summary>
internal sealed class CommonPasswords
{
    private const int FewestDifferent = 5;
    private const int LongestBlock = 6;

    private static readonly string[] Rows = ["01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm"];

    private readonly Lazy<HashSet<string>> _listed = new(Read);

    /// <summary>Returns whether a password is one of them.</summary>
    public bool Has(string password)
    {
        var lower = password.ToLowerInvariant();
        return _listed.Value.Contains(lower)
            || lower.Distinct().Count() < FewestDifferent
            || IsRepeated(lower)
            || IsRun(lower);
    }

    private static bool IsRepeated(string password)
        => Enumerable.Range(1, LongestBlock).Any(
            length => Enumerable.Range(length, password.Length - length).All(index => password[index] == password[index - length]));

    // Keys in a row, once or several times: abcdefghijkl, 123456789012, qwertyuiopas.
    private static bool IsRun(string password)
    {
        var steps = Enumerable.Range(1, password.Length - 1).Count(index => Rows.Any(row =>
        {
            var pair = password.Substring(index - 1, 2);
            return row.Contains(pair, StringComparison.Ordinal)
                || row.Contains(string.Concat(pair[1], pair[0]), StringComparison.Ordinal);
        }));
        return steps >= password.Length - 2;
    }

    private static HashSet<string> Read()
    {
        using var stream = typeof(CommonPasswords).Assembly.GetManifestResourceStream("common-passwords.txt")!;
        using var reader = new StreamReader(stream);
        var listed = new HashSet<string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                listed.Add(line);
            }
        }

        return listed;
    }
}
