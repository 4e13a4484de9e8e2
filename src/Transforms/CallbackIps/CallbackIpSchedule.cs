namespace WxYarpGateway.Transforms.CallbackIps;

/// <summary>Decides when an account's list of callback IPs is refreshed.</summary>
internal sealed class CallbackIpSchedule(TimeProvider clock)
{
    private const int MostDoublings = 6;

    // A tenth earlier or later, so that accounts and replicas do not all ask at once.
    private const double Jitter = 0.1;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);

    // Anyone can push from an unlisted address, so such pushes refresh the list at most this often.
    private static readonly TimeSpan DoubtPause = TimeSpan.FromHours(1);

    private long? _triedAt;
    private TimeSpan _pause;
    private bool _isInDoubt;
    private int _failures;

    /// <summary>Gets the age up to which another replica's list is used.</summary>
    public TimeSpan FreshFor => _isInDoubt ? DoubtPause : Day * (1 - (2 * Jitter));

    /// <summary>Returns whether a refresh is due.</summary>
    /// <param name="isDoubted">Whether an unlisted address pushed; remembered until the next attempt.</param>
    public bool IsDue(bool isDoubted)
    {
        _isInDoubt |= isDoubted;
        return _triedAt is not { } triedAt
            || (clock.GetElapsedTime(triedAt) is var waited && (waited >= _pause || (_isInDoubt && waited >= DoubtPause)));
    }

    /// <summary>Records an attempt.</summary>
    /// <param name="list">The list, if it is fresh.</param>
    public void Tried(CallbackIpList? list)
    {
        _triedAt = clock.GetTimestamp();
        _isInDoubt = false;
        if (list is null)
        {
            _pause = FirstPause * Math.Pow(2, Math.Min(_failures++, MostDoublings));
            return;
        }

        // Another replica's list ages from the time of WeChat's answer.
        var pause = (Day * (1 - Jitter + (2 * Jitter * Random.Shared.NextDouble()))) - (clock.GetUtcNow() - list.ToldAt);
        _failures = 0;
        _pause = pause > FirstPause ? pause : FirstPause;
    }
}
