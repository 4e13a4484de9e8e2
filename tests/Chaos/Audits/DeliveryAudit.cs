using WxYarpGateway.Chaos.Books;

namespace WxYarpGateway.Chaos.Audits;

/// <summary>Every message is at a backend exactly once.</summary>
internal sealed class DeliveryAudit(Journal journal, StoreTroubles store)
{
    // The record of a reply in time is written while the reply is on its way.
    private static readonly TimeSpan Recording = TimeSpan.FromSeconds(1);

    public void Run(Balance balance, int? queued)
    {
        int once = 0, lost = 0, undelivered = 0;
        var kept = new List<Story>();
        foreach (var story in journal.Stories)
        {
            var taken = story.Taken;
            once += taken.Count == 1 ? 1 : 0;
            for (var index = 1; index < taken.Count; index++)
            {
                ExplainDuplicate(story, taken, index, balance);
            }

            if (taken.Count > 0)
            {
                continue;
            }

            if (queued is not null && ShouldBeKept(story))
            {
                // Which of them are still in the queue, only their number tells; see below.
                kept.Add(story);
            }
            else if (WhyUndelivered(story) is { } reason)
            {
                undelivered++;
                lost += reason.StartsWith("LOST", StringComparison.Ordinal) ? 1 : 0;
                balance.Explain($"messages at no backend: {reason}");
            }
            else
            {
                lost++;
                balance.Find($"message {story.Number} is lost: it reached no backend", [.. story.Tell()]);
            }
        }

        undelivered += kept.Count;
        if (kept.Count > queued)
        {
            lost += kept.Count - queued.Value;
            balance.Find($"{kept.Count} messages were taken by no backend, and the queue has {queued} of them", [.. kept.SelectMany(story => story.Tell())]);
        }

        balance.Tell("messages at a backend exactly once", once);
        balance.Tell("messages at a backend more than once", journal.Stories.Count(story => story.Taken.Count > 1));
        balance.Tell("messages undelivered", undelivered);
        balance.Tell("  waiting in the redelivery queue, or dead letters", queued?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "this build has no queue");
        balance.Tell("messages lost", lost);
    }

    private void ExplainDuplicate(Story story, IReadOnlyList<BackendCall> taken, int index, Balance balance)
    {
        var again = taken[index];
        if (taken.Take(index).Any(call => journal.WasKilled(call.Replica, call.At, Until(call, again))))
        {
            balance.Explain("messages at a backend once more: the replica that had them was killed");
        }
        else if (store.Lay(story.Began, again.At) is { } trouble)
        {
            balance.Explain($"messages at a backend once more: {trouble} when WeChat delivered them again");
        }
        else
        {
            balance.Find($"message {story.Number} was taken by a backend {taken.Count} times", [.. story.Tell()]);
        }
    }

    private static TimeSpan Until(BackendCall call, BackendCall again)
        => call is { End: BackendCallEnd.Replied or BackendCallEnd.Lied, EndedAt: { } ended } && ended + Recording < again.At ? ended + Recording : again.At;

    /// <summary>Returns whether the redelivery queue promises to have a message: WeChat was told that it is taken, and the queue was not emptied.</summary>
    private bool ShouldBeKept(Story story)
        => story.IsAnswered && !story.Calls.IsEmpty && !journal.Had(TroubleKind.StoreEmptied, story.Began, TimeSpan.MaxValue);

    /// <summary>
    /// Returns the store's trouble when a delivery waited for a replica that was killed. It is told by the store that it was; without, it
    /// answers 'success' rather than have each waiting delivery call the backend whenever the store is away.
    /// </summary>
    private string? WasLostByTwoFaults(Story story, TimeSpan ended)
        => story.Calls.IsEmpty && story.Pushes.Any(push => push.Replicas.Any(replica => journal.WasKilled(replica, push.Began, push.Ended)))
            ? store.Lay(story.Began, ended)
            : null;

    private string? WhyUndelivered(Story story)
    {
        var ended = story.Pushes.Max(push => push.Ended);
        return !story.IsAnswered ? "no replica that WeChat tried was there"
            : story.Calls.Any(call => call.End == BackendCallEnd.Failed) ? "every backend that got them failed"
            : WasLostByTwoFaults(story, ended) is { } trouble ? $"LOST by two faults at once: the replica that had them was killed, and {trouble} when another should have noticed"
            : journal.Had(TroubleKind.BackendFailing, story.Began, ended, Recording) ? "backends refused connections"
            : null;
    }
}
