namespace WxYarpGateway.Simulator.MiniPrograms.ContentChecks;

/// <summary>Plans the verdicts of content checks, and tells what was checked.</summary>
public sealed class ContentControl
{
    private const int MostKept = 10_000;

    private readonly Lock _gate = new();
    private readonly List<(string AppId, ContentVerdict Verdict)> _planned = [];
    private readonly Queue<ContentCheck> _checked = new();

    /// <summary>Gets the last 10,000 checks, oldest first.</summary>
    public IReadOnlyList<ContentCheck> Checks
    {
        get
        {
            lock (_gate)
            {
                return [.. _checked];
            }
        }
    }

    /// <summary>Plans a verdict of a mini program's content; what no plan fits is harmless. Later plans come first.</summary>
    /// <exception cref="ArgumentException">The text is empty, or the verdict is not one of WeChat's.</exception>
    public void Plan(string appId, ContentVerdict verdict)
    {
        ArgumentException.ThrowIfNullOrEmpty(verdict.Contains);
        if (verdict.Suggest is not ("risky" or "review" or "pass"))
        {
            throw new ArgumentException($"'{verdict.Suggest}' is none of 'risky', 'review' and 'pass'.", nameof(verdict));
        }

        lock (_gate)
        {
            _planned.RemoveAll(planned => planned.AppId == appId && planned.Verdict.Contains == verdict.Contains);
            _planned.Insert(0, (appId, verdict));
        }
    }

    internal ContentVerdict Check(string appId, string openId, string content, int scene)
    {
        lock (_gate)
        {
            var verdict = _planned.Find(planned =>
                planned.AppId == appId && content.Contains(planned.Verdict.Contains, StringComparison.Ordinal)).Verdict
                ?? ContentVerdict.Harmless;
            _checked.Enqueue(new ContentCheck(appId, openId, content, scene, verdict.Suggest));
            if (_checked.Count > MostKept)
            {
                _checked.Dequeue();
            }

            return verdict;
        }
    }
}
