using System.Globalization;
using WxYarpGateway.Chaos.Books;
using WxYarpGateway.Simulator.Pushes;

namespace WxYarpGateway.Chaos.Audits;

/// <summary>Every push is answered within 4.8 seconds, unless its replica was taken away under it.</summary>
internal sealed class AnswerAudit(Journal journal)
{
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(4.8);

    // From the signal to the first refused connection, and from "started" to the first accepted one.
    private static readonly TimeSpan Edge = TimeSpan.FromSeconds(1);

    public void Run(Balance balance)
    {
        var stories = journal.Stories.ToList();
        foreach (var story in stories)
        {
            foreach (var push in story.Pushes)
            {
                Check(story, push, balance);
            }
        }

        var answered = journal.Pushes.Where(push => push.IsAnswered).Select(push => push.Elapsed).Order().ToList();
        balance.Tell("messages", stories.Count);
        balance.Tell("pushes (WeChat's tries)", journal.Pushes.Count);
        balance.Tell("  answered", answered.Count);
        balance.Tell("  answered: median, 99 %, slowest", answered.Count == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture,
            $"{answered[answered.Count / 2].TotalMilliseconds:0} ms, {answered[answered.Count * 99 / 100].TotalMilliseconds:0} ms, " +
                $"{answered[^1].TotalMilliseconds:0} ms"));
        balance.Tell("  hung up by WeChat early, on purpose",
            journal.Pushes.Count(push => push is { IsImpatient: true, Outcome: DeliveryOutcome.TimedOut }));
    }

    private void Check(Story story, Push push, Balance balance)
    {
        switch (push.Outcome)
        {
            case DeliveryOutcome.Answered when push.HasForeignReply:
                balance.Find($"message {story.Number} got the reply to another message", [.. story.Tell()]);
                break;
            case DeliveryOutcome.Answered when push.Elapsed <= Promise:
            case DeliveryOutcome.TimedOut when push.IsImpatient:
                break;
            case DeliveryOutcome.Answered or DeliveryOutcome.TimedOut when journal.Had(TroubleKind.MachineBusy, push.Began, push.Ended):
                balance.Explain("pushes answered after 4.8 s: this machine was too busy");
                break;
            case DeliveryOutcome.Answered
                or DeliveryOutcome.TimedOut when push.Elapsed - journal.Stalled(push.Began, push.Ended) <= Promise:
                balance.Explain("pushes answered after 4.8 s: for the rest of it, this process stood still, which is WeChat and its clock");
                break;
            case DeliveryOutcome.Answered or DeliveryOutcome.TimedOut when push.IsThroughNginx && LostReplica(push):
                balance.Explain("pushes answered after 4.8 s: nginx tried another replica after the first was killed");
                break;
            case DeliveryOutcome.Unreachable when LostReplica(push):
                balance.Explain(
                    $"pushes cut or refused, tried again at another replica: " +
                        $"{(push.IsThroughNginx ? "those that nginx tried" : "that one")} killed or stopped");
                break;
            default:
                balance.Find(
                    string.Create(
                        CultureInfo.InvariantCulture,
                            $"a push of message {story.Number} ended as {push.Outcome} {push.Status} after " +
                                $"{push.Elapsed.TotalMilliseconds:0} ms"),
                    [.. story.Tell()]);
                break;
        }
    }

    /// <summary>Returns whether a replica that the push met, or may have met, was going, gone or coming.</summary>
    private bool LostReplica(Push push)
    {
        int[] met = push.Replicas.Count > 0 ? [.. push.Replicas] : [0];
        return met.Any(replica => journal.Had(TroubleKind.ReplicaKilled, push.Began, push.Ended, Edge, replica)
            || journal.Had(TroubleKind.ReplicaStopped, push.Began, push.Ended, Edge, replica));
    }
}
