namespace WxYarpGateway.Simulator.Calls;

/// <summary>Keeps the planned faults by path.</summary>
public sealed class FaultPlan
{
    private readonly Lock _gate = new();
    private readonly List<PlannedFault> _planned = [];

    /// <summary>Plans a fault for the next calls of a path.</summary>
    /// <param name="path">The path, such as <c>/cgi-bin/token</c>, or <c>*</c> for every path.</param>
    /// <param name="fault">How the calls fail.</param>
    /// <param name="times">How many calls fail; null lets all fail until <see cref="Clear"/>.</param>
    /// <param name="appId">The account or platform whose calls fail; null for everyone's.</param>
    public void Add(string path, Fault fault, int? times = null, string? appId = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(times ?? 1, nameof(times));
        lock (_gate)
        {
            _planned.Add(new PlannedFault(path, fault, times, appId));
        }
    }

    /// <summary>Removes the planned faults of a path, or all of them.</summary>
    public void Clear(string? path = null)
    {
        lock (_gate)
        {
            _planned.RemoveAll(planned => path is null || planned.Path == path);
        }
    }

    /// <summary>Returns the earliest planned fault for an account's call of the path, and counts it down.</summary>
    internal Fault? Take(string path, string appId)
    {
        lock (_gate)
        {
            var index = _planned.FindIndex(planned =>
                (planned.Path == "*" || planned.Path == path) && (planned.AppId is null || planned.AppId == appId));
            if (index < 0)
            {
                return null;
            }

            var taken = _planned[index];
            if (taken.Times == 1)
            {
                _planned.RemoveAt(index);
            }
            else
            {
                _planned[index] = taken with { Times = taken.Times - 1 };
            }

            return taken.Fault;
        }
    }

    private sealed record PlannedFault(string Path, Fault Fault, int? Times, string? AppId);
}
