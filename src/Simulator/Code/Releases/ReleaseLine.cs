using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Code.Releases;

/// <summary>The released versions of one mini program, and its gray release. The mini program's code locks it.</summary>
internal sealed class ReleaseLine
{
    // Documented for get_history_version: at most the last five.
    private const int MostEarlier = 5;

    private readonly List<(CodeVersion Version, DateTimeOffset At)> _released = [];
    private bool _isRolledBack;

    public (CodeVersion Version, DateTimeOffset At)? Current => _released.Count > 0 ? _released[^1] : null;

    public GrayPlan? Gray { get; private set; }

    /// <summary>Gets the versions to which the mini program can be rolled back, newest first; after a roll-back there are none.</summary>
    public IReadOnlyList<CodeVersion> Earlier =>
        _isRolledBack ? [] : [.. _released.SkipLast(1).Select(released => released.Version).Reverse()];

    public void Release(CodeVersion version, DateTimeOffset now)
    {
        _released.Add((version, now));
        if (_released.Count > MostEarlier + 1)
        {
            _released.RemoveAt(0);
        }

        _isRolledBack = false;
        Gray = Gray is { Status: GrayStatus.Running } ? Gray with { Status = GrayStatus.Finished, Percentage = 100 } : Gray;
    }

    /// <summary>Rolls back once, to the version before or to the named one.</summary>
    public ApiError? RollBack(long? appVersion, DateTimeOffset now)
    {
        if (Gray is { Status: GrayStatus.Running })
        {
            return CodeErrors.GrayUnderWay;
        }

        if (Earlier.FirstOrDefault(version => appVersion is null || version.AppVersion == appVersion) is not { } target)
        {
            return CodeErrors.CannotRollBack;
        }

        var index = _released.FindIndex(released => released.Version == target);
        _released.RemoveRange(index, _released.Count - index);
        _released.Add((target, now));
        _isRolledBack = true;
        return null;
    }

    /// <summary>Begins a gray release or raises its percentage, which never falls.</summary>
    public ApiError? Raise(GrayPlan wanted)
    {
        var running = Gray is { Status: GrayStatus.Running } plan && plan.Version == wanted.Version ? plan : null;
        if (wanted.Percentage <= running?.Percentage)
        {
            return CodeErrors.LowerPercentage;
        }

        Gray = running is null ? wanted : wanted with { CreatedAt = running.CreatedAt };
        return null;
    }

    public void EndGray() => Gray = Gray is { Status: GrayStatus.Running } ? Gray with { Status = GrayStatus.Deleted } : Gray;
}
