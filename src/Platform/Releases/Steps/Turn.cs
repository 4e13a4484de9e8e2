using WxYarpGateway.Platform.Code;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Releases.Orders;
using WxYarpGateway.Platform.Releases.Quota;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.Platform.Releases.Steps;

/// <summary>One turn of one mini program: what is known of it, and how it goes on.</summary>
/// <param name="platform">The platform.</param>
/// <param name="release">The release.</param>
/// <param name="order">Its order.</param>
/// <param name="item">The mini program, which this replica holds.</param>
/// <param name="program">Its account.</param>
/// <param name="tags">Its tags.</param>
/// <param name="save">Saves it before a call that must not be sent twice; returns null when this replica holds it no more.</param>
/// <param name="now">The time.</param>
internal sealed class Turn(
    WeChatPlatform platform,
    Release release,
    ReleaseOrder order,
    ReleaseItem item,
    Account program,
    IReadOnlyCollection<string> tags,
    Func<ReleaseItem, CancellationToken, ValueTask<ReleaseItem?>> save,
    DateTimeOffset now)
{
    public WeChatPlatform Platform => platform;

    public Release Release => release;

    public ReleaseOrder Order => order;

    public ReleaseItem Item { get; private set; } = item;

    public Account Program => program;

    public IReadOnlyCollection<string> Tags => tags;

    public DateTimeOffset Now => now;

    /// <summary>Writes down that the call of this state is sent now, and what WeChat showed before; false when that must not be.</summary>
    public ValueTask<bool> TryingAsync(string seen, CancellationToken cancellationToken)
    {
        var progress = Item.Progress;
        Item = Item with
        {
            Progress = progress with
            {
                IsTried = true,
                Seen = progress.IsTried ? progress.Seen : seen,
                SentAt = now.ToUnixTimeMilliseconds(),
                IsUnsure = progress.SentAt > 0,
            },
        };
        return HoldsAsync(cancellationToken);
    }

    /// <summary>Returns whether this replica still holds the mini program, and may send a call that changes something.</summary>
    public async ValueTask<bool> HoldsAsync(CancellationToken cancellationToken)
    {
        var saved = await save(Item, cancellationToken);
        Item = saved ?? Item;
        return saved is not null;
    }

    /// <summary>
    /// Waits while a call that was not answered may still take effect, so that it is not sent a second time; null when it may be sent.
    /// </summary>
    public ReleaseItem? AwaitLate()
    {
        var since = TimeSpan.FromMilliseconds(now.ToUnixTimeMilliseconds() - Item.Progress.SentAt);
        return Item.Progress.SentAt == 0 || since.Duration() >= Pauses.LongestLate
            ? null
            : Later(Pauses.Late, "A call was not answered, and may take effect yet. WeChat is asked again.");
    }

    /// <summary>Remembers that one of the platform's submissions is the mini program's.</summary>
    public void KeepQuota() => Item = Item with { Progress = Item.Progress with { HasQuota = true } };

    /// <summary>Notes that WeChat answered, and did not do what it was told.</summary>
    public void Refused() => Item = Item with { Progress = Item.Progress with { SentAt = 0, IsUnsure = false } };

    /// <summary>Forgets it: WeChat had none for it.</summary>
    public void DropQuota() => Item = Item with { Progress = Item.Progress with { HasQuota = false } };

    /// <summary>Goes on in another state, at once or later.</summary>
    public ReleaseItem To(ItemState state, DateTimeOffset? dueAt = null, string sentence = "") => Item with
    {
        State = state,
        DueAt = dueAt ?? now,
        ErrorCode = null,
        Sentence = sentence,
        Progress = new ItemProgress { Since = now.ToUnixTimeMilliseconds() },
    };

    /// <summary>Goes on with the step after one, or ends.</summary>
    public ReleaseItem After(ReleaseStep step)
    {
        var next = order.Steps.SkipWhile(one => one != step).Skip(1).Cast<ReleaseStep?>().FirstOrDefault();
        return next is { } following ? Begin(following)
            : End(step switch
            {
                ReleaseStep.Submit => ItemState.Approved,
                ReleaseStep.Release => ItemState.Released,
                _ => ItemState.Done,
            });
    }

    /// <summary>Begins a step.</summary>
    public ReleaseItem Begin(ReleaseStep step) => step switch
    {
        ReleaseStep.Commit => To(ItemState.Committing),
        ReleaseStep.Check => To(ItemState.Checking),
        ReleaseStep.Submit => To(ItemState.Submitting),
        ReleaseStep.Release when order.ReleaseAt is { } at && at > now => To(
            ItemState.Approved, at, "Publishing begins at the time that the order sets."),
        _ => To(ItemState.Releasing),
    };

    /// <summary>Stays in the state and goes on later.</summary>
    public ReleaseItem Later(TimeSpan pause, string sentence, int? errorCode = null) => Item with
    {
        DueAt = now + pause,
        Sentence = sentence,
        ErrorCode = errorCode,
    };

    /// <summary>Goes on where it failed or was cancelled, with what was seen and sent there.</summary>
    public ReleaseItem GoOnIn(ItemState state) => Item with
    {
        State = state,
        DueAt = now,
        Progress = new ItemProgress
        {
            Since = now.ToUnixTimeMilliseconds(),
            IsTried = Item.Progress.IsTried,
            Seen = Item.Progress.Seen,
            SentAt = Item.Progress.SentAt,
            Stage = Item.Progress.Stage,
        },
    };

    /// <summary>Ends.</summary>
    public ReleaseItem End(ItemState state, string sentence = "", int? errorCode = null) => Item with
    {
        State = state,
        DueAt = null,
        Sentence = sentence,
        ErrorCode = errorCode,
    };

    /// <summary>Tries again later after an error that passes; else fails.</summary>
    public ReleaseItem Fail(WeChatError error, CodeCall call)
    {
        // WeChat may refuse a call because the one before, of which nobody knew, took effect: it is asked once more.
        var isUnsure = Item.Progress.IsUnsure && call.Changes;
        var failures = Item.Progress.Failures + 1;
        Item = Item with
        {
            Progress = Item.Progress with
            {
                Failures = failures,
            },
        };
        if (call.Changes && error.ErrorCode is not null)
        {
            Refused();
        }

        if ((!Passes(error) && !isUnsure) || failures >= Pauses.MostFailures)
        {
            return End(ItemState.Failed, error.Message, error.ErrorCode) with
            {
                Progress = Item.Progress with
                {
                    Cure = CodeErrors.Find(call, error.ErrorCode)?.Cure ?? "",

                    // Without code to submit, the order begins anew, with its commit.
                    EndedIn = error.ErrorCode is CodeErrors.NothingCommitted or CodeErrors.NothingNew ? null : Item.State.ToString(),
                },
            };
        }

        var pause = error.ErrorCode == ErrorCodes.DailyQuotaUsedUp ? Shanghai.NextDay(now) - now : Pauses.Failure(failures);
        return Later(error.RetryAfter is { } after && after > pause ? after : pause, error.Message, error.ErrorCode);
    }

    private static bool Passes(WeChatError error)
        => error.IsUnanswered || error.Class is ErrorClass.Busy or ErrorClass.Throttled
            || error.Obstacle is TokenObstacle.WaitingForTicket or TokenObstacle.BeingAuthorized;
}
