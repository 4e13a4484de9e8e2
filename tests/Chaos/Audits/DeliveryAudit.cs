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
                balance.Explain($"messages at no backend: {reason}");
                if (story.IsAnswered)
                {
                    lost++;
                    balance.Lose($"message {story.Number}: {reason}", [.. story.Tell()]);
                }
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

    /// <summary>Returns whether the redelivery queue promises to have a message: WeChat was told that it is taken, and the queue was neither emptied nor away when it mattered.</summary>
    private bool ShouldBeKept(Story story) => story.IsAnswered && !WasEmptied(story) && !DiedWithoutStore(story);

    private bool WasEmptied(Story story) => journal.Had(TroubleKind.StoreEmptied, story.Began, TimeSpan.MaxValue);

    /// <summary>Returns whether a replica that had the message was killed while there was no store to keep it in but that replica's memory.</summary>
    private bool DiedWithoutStore(Story story)
    {
        var replicas = story.Pushes.SelectMany(push => push.Replicas).Concat(story.Calls.Select(call => call.Replica)).ToHashSet();
        return journal.Troubles.Any(trouble => trouble.Kind == TroubleKind.ReplicaKilled && replicas.Contains(trouble.Target) && trouble.Done >= story.Began
            && store.Lay(trouble.From, trouble.Done) is not null);
    }

    private string? WhyUndelivered(Story story)
        => !story.IsAnswered ? "no replica that WeChat tried was there"
            : DiedWithoutStore(story) ? "two faults at once, the replica that had them was killed while the store was away"
            : WasEmptied(story) && HadNoBackend(story) ? "every backend failed, and the queue was emptied with the store"
            : null;

    private bool HadNoBackend(Story story)
        => story.Calls.Any(call => call.End == BackendCallEnd.Failed) || journal.Had(TroubleKind.BackendFailing, story.Began, story.Pushes.Max(push => push.Ended), Recording);
}
