using System.Globalization;

namespace WxYarpGateway.Load;

/// <summary>A table in Markdown: printed as it comes, and kept for a file.</summary>
internal sealed class Table
{
    private readonly List<string> _lines = [];

    /// <summary>Gets the table, with what was said before and after it.</summary>
    public string Text => string.Join('\n', _lines);

    public static string Fixed(double value, int digits) => value.ToString($"F{digits}", CultureInfo.InvariantCulture);

    public static string Whole(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Returns a median with its range.</summary>
    public static string Range(IReadOnlyList<double> values, int digits)
        => $"{Fixed(Outcome.Median(values), digits)} ({Fixed(values.Min(), digits)}–{Fixed(values.Max(), digits)})";

    /// <summary>Returns a goal, and whether it was held.</summary>
    public static string Goal(double value, double most, string text) => $"≤ {text} {(value <= most ? "held" : "**missed**")}";

    /// <summary>Returns a goal that is a least value, and whether it was held.</summary>
    public static string AtLeast(double value, double least, string text) => $"≥ {text} {(value >= least ? "held" : "**missed**")}";

    public Table Line(string text)
    {
        _lines.Add(text);
        Console.WriteLine(text);
        return this;
    }

    public Table Row(params string[] cells) => Line($"| {string.Join(" | ", cells)} |");

    /// <summary>
    /// Writes the table into a file: between <c>&lt;!-- table:NAME --&gt;</c> and <c>&lt;!-- /table --&gt;</c> where it has them, else it
    /// becomes the file.
    /// </summary>
    public async Task WriteAsync(FileInfo file, string name, CancellationToken cancellationToken)
    {
        const string End = "<!-- /table -->";
        var begin = $"<!-- table:{name} -->";
        var text = file.Exists ? await File.ReadAllTextAsync(file.FullName, cancellationToken) : "";
        var from = text.IndexOf(begin, StringComparison.Ordinal);
        var to = from < 0 ? -1 : text.IndexOf(End, from, StringComparison.Ordinal);
        var written = to < 0 ? $"{Text}\n" : $"{text[..(from + begin.Length)]}\n{Text}\n{text[to..]}";
        await File.WriteAllTextAsync(file.FullName, written, cancellationToken);
    }
}
