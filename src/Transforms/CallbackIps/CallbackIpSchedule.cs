namespace WxYarpGateway.Transforms.CallbackIps;

/// <summary>When to look for an account's list of callbackIps again.</summary>
internal sealed class CallbackIpSchedule(TimeProvider clock)
{
    private const int MostDoublings = 6;

    // A tenth earlier or later, so that accounts and replicas do not ask all at once.
    private const double Jitter = 0.1;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);

    // Anyone can push from an address that the list lacks, so that alone does not make us ask more often.
    private static readonly TimeSpan DoubtPause = TimeSpan.FromHours(1);

    private long? _triedAt;
    private TimeSpan _pause;
    private bool _isInDoubt;
    private int _failures;

    /// <summary>Gets how old a list of another replica's may be to do.</summary>
    public TimeSpan FreshFor => _isInDoubt ? DoubtPause : Day * (1 - (2 * Jitter));

    /// <summary>Returns whether it is time.</summary>
    /// <param name="isDoubted">Whether an address pushed that the list lacks; it is remembered until the next try.</param>
    public bool IsDue(bool isDoubted)
    {
        _isInDoubt |= isDoubted;
        return _triedAt is not { } triedAt || clock.GetElapsedTime(triedAt) is var waited && (waited >= _pause || (_isInDoubt && waited >= DoubtPause));
    }

    /// <summary>Notes that it was tried.</summary>
    /// <param name="list">The list, when it is fresh.</param>
    public void Tried(CallbackIpList? list)
    {
        _triedAt = clock.GetTimestamp();
        _isInDoubt = false;
        if (list is null)
        {
            _pause = FirstPause * Math.Pow(2, Math.Min(_failures++, MostDoublings));
            return;
        }

        // One that another replica was told counts from then.
        var pause = (Day * (1 - Jitter + (2 * Jitter * Random.Shared.NextDouble()))) - (clock.GetUtcNow() - list.ToldAt);
        _failures = 0;
        _pause = pause > FirstPause ? pause : FirstPause;
    }
}
