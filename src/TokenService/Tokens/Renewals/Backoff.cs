using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.TokenService.Tokens.Renewals;

/// <summary>Remembers a failure for a while, so that a wrong account or an ailing WeChat is not asked at every message.</summary>
internal sealed class Backoff(TimeProvider timeProvider)
{
    // What only a human or the next quota day fixes.
    private static readonly TimeSpan FirstLongPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    // What fixes itself.
    private static readonly TimeSpan ShortPause = TimeSpan.FromSeconds(2);

    private volatile Failure? _failure;
    private int _longFailures;

    /// <summary>Gets the error that came last, with the time still to wait, zero when that is over; null when asking went well.</summary>
    public WeChatError? Last => _failure is { } failure ? failure.Error with { RetryAfter = failure.Pause.Remaining(timeProvider) } : null;

    /// <summary>Returns the remembered error with the time still to wait; null when asking again is worth it.</summary>
    public WeChatError? Current()
    {
        if (_failure is not { } failure)
        {
            return null;
        }

        var remaining = failure.Pause.Remaining(timeProvider);
        return remaining > TimeSpan.Zero ? failure.Error with { RetryAfter = remaining } : null;
    }

    // Called by one renewal at a time.
    public TimeSpan Fail(WeChatError error)
    {
        var pause = ShortPause;
        if (error.Class is ErrorClass.Busy)
        {
            _longFailures = 0;
        }
        else
        {
            pause = FirstLongPause * Math.Pow(2, _longFailures);
            pause = pause < LongestPause ? pause : LongestPause;
            _longFailures = Math.Min(_longFailures + 1, 10);
        }

        // Only an event from outside ends it, and that tells the slot.
        if (error.Obstacle != TokenObstacle.None && error.RetryAfter is { } wait && wait > pause)
        {
            pause = wait;
        }

        _failure = new Failure(error, Lifetime.Start(pause, timeProvider));
        return pause;
    }

    public void Succeed()
    {
        _longFailures = 0;
        _failure = null;
    }

    private sealed record Failure(WeChatError Error, Lifetime Pause);
}
