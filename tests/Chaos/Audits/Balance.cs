namespace WxYarpGateway.Chaos.Audits;

/// <summary>What the audits found: figures, what faults explain, and what nothing does.</summary>
internal sealed class Balance
{
    private readonly List<(string Name, string Figure)> _figures = [];
    private readonly SortedDictionary<string, int> _explained = new(StringComparer.Ordinal);
    private readonly List<Finding> _findings = [];

    public IReadOnlyList<(string Name, string Figure)> Figures => _figures;

    public IReadOnlyDictionary<string, int> Explained => _explained;

    public IReadOnlyList<Finding> Findings => _findings;

    public void Tell(string name, string figure) => _figures.Add((name, figure));

    public void Tell(string name, int figure) => Tell(name, figure.ToString("#,0", System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Counts an exception that the promises allow, by what it is and which fault explains it.</summary>
    public void Explain(string what) => _explained[what] = _explained.GetValueOrDefault(what) + 1;

    public void Find(string what, params IReadOnlyList<string> trace) => _findings.Add(new Finding(what, trace));
}
