namespace WxYarpGateway.Chaos.Audits;

/// <summary>What the audits found: figures, what faults explain, and what nothing does.</summary>
internal sealed class Balance
{
    private readonly List<(string Name, string Figure)> _figures = [];
    private readonly SortedDictionary<string, int> _explained = new(StringComparer.Ordinal);
    private readonly List<Finding> _findings = [];
    private readonly List<Finding> _losses = [];

    public IReadOnlyList<(string Name, string Figure)> Figures => _figures;

    public IReadOnlyDictionary<string, int> Explained => _explained;

    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Gets the messages that nobody has any more, explained or not.</summary>
    public IReadOnlyList<Finding> Losses => _losses;

    public void Tell(string name, string figure) => _figures.Add((name, figure));

    public void Tell(string name, int figure) => Tell(name, figure.ToString("#,0", System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Counts an exception that the promises allow, by what it is and which fault explains it.</summary>
    public void Explain(string what) => _explained[what] = _explained.GetValueOrDefault(what) + 1;

    /// <summary>Tells of a message that is lost though the faults explain it: nobody should have to look for it among figures.</summary>
    public void Lose(string what, params IReadOnlyList<string> trace) => _losses.Add(new Finding(what, trace));

    public void Find(string what, params IReadOnlyList<string> trace) => _findings.Add(new Finding(what, trace));
}
