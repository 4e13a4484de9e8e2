using WxYarpGateway.Platform.Code;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Releases.Orders;
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
    public async ValueTask<bool> TryingAsync(string seen, CancellationToken cancellationToken)
    {
        if (Item.Progress.IsTried)
        {
            return true;
        }

        var saved = await save(Item with { Progress = Item.Progress with { IsTried = true, Seen = seen } }, cancellationToken);
        Item = saved ?? Item;
        return saved is not null;
    }

    /// <summary>Remembers that one of the platform's submissions is the mini program's.</summary>
    public void KeepQuota() => Item = Item with { Progress = Item.Progress with { HasQuota = true } };

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
        var failures = Item.Progress.Failures + 1;
        if (!Passes(error) || failures >= Pauses.MostFailures)
        {
            return End(ItemState.Failed, error.Message, error.ErrorCode) with
            {
                Progress = Item.Progress with { Cure = CodeErrors.Find(call, error.ErrorCode)?.Cure ?? "" },
            };
        }

        Item = Item with { Progress = Item.Progress with { Failures = failures } };
        var pause = Pauses.Failure(failures);
        return Later(error.RetryAfter is { } after && after > pause ? after : pause, error.Message, error.ErrorCode);
    }

    private static bool Passes(WeChatError error)
        => error.IsUnanswered || error.Class is ErrorClass.Busy or ErrorClass.Throttled
            || error.Obstacle is TokenObstacle.WaitingForTicket or TokenObstacle.BeingAuthorized;
}
