using WxYarpGateway.Chaos.Books;
using WxYarpGateway.Simulator.Pushes;

namespace WxYarpGateway.Chaos.Audits;

/// <summary>Every message is at a backend exactly once.</summary>
internal sealed class DeliveryAudit(Journal journal, StoreTroubles store)
{
    // Copies are compared with the store every two seconds, at a round of one.
    private static readonly TimeSpan Restoring = TimeSpan.FromSeconds(4);

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
            balance.Find($"{kept.Count} messages were taken by no backend, and the queue has {queued} of them",
                [.. kept.SelectMany(story => story.Tell())]);
        }

        balance.Tell("messages at a backend exactly once", once);
        balance.Tell("messages at a backend more than once", journal.Stories.Count(story => story.Taken.Count > 1));
        balance.Tell("messages undelivered", undelivered);
        balance.Tell("  waiting in the redelivery queue, or dead letters",
            queued?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "this build has no queue");
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
        => call is { End: BackendCallEnd.Replied or BackendCallEnd.Lied, EndedAt: { } ended } && ended + Recording < again.At
            ? ended + Recording : again.At;

    /// <summary>
    /// Returns whether the redelivery queue promises to have a message: WeChat was told that it is taken, and no two faults met.
    /// </summary>
    private bool ShouldBeKept(Story story) => story.IsAnswered && WhyLost(story) is null;

    private string? WhyUndelivered(Story story) => story.IsAnswered ? WhyLost(story) : "no replica that WeChat tried was there";

    /// <summary>
    /// Returns which two faults the message did not survive. Each replica that had it, has it as long as it lives, and on its disk what the
    /// store does not have yet; the store has it as long as it is there.
    /// </summary>
    private string? WhyLost(Story story)
    {
        // Replicas that called a backend had the message. One that only answered a retry did not: it waited for another's reply.
        // While no backend was called, each replica that WeChat reached may have had it.
        var reached = story.Pushes.Where(push => push.Outcome != DeliveryOutcome.Unreachable).SelectMany(push => push.Replicas);
        var replicas = (story.Calls.IsEmpty ? reached : story.Calls.Select(call => call.Replica)).ToHashSet();
        var ends = journal.Troubles
            .Where(trouble => trouble.Kind is TroubleKind.ReplicaKilled or TroubleKind.ReplicaStopped && replicas.Contains(trouble.Target)
                && trouble.Done >= story.Began)
            .ToList();
        var lastEmptied = journal.Troubles.Where(trouble => trouble.Kind == TroubleKind.StoreEmptied).Select(
            trouble => trouble.To + Restoring).DefaultIfEmpty().Max();
        return replicas.Count > 0
            && replicas.All(replica => ends.Exists(trouble => trouble.Target == replica && trouble.From < lastEmptied))
            ? "two faults: all replicas that had them had ended when the store was emptied"
            : null;
    }
}
