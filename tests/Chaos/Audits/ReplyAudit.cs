using WxYarpGateway.Chaos.Books;
using WxYarpGateway.Chaos.Stage;

namespace WxYarpGateway.Chaos.Audits;

/// <summary>Every text that a backend replied to is answered: in the response, or by a customer-service message.</summary>
internal sealed class ReplyAudit(Journal journal, StoreTroubles store, IReadOnlyDictionary<string, string> lostReplies)
{
    // A late reply is sent once the backend has answered; a token may have to be renewed first.
    private static readonly TimeSpan Sending = TimeSpan.FromSeconds(6);

    public void Run(Balance balance)
    {
        var stories = journal.Stories.Where(story => story.Taken.Count > 0).ToList();
        foreach (var story in stories)
        {
            switch (story.Replies)
            {
                case 0 when WhyUnanswered(story) is { } reason:
                    balance.Explain($"taken and not answered: {reason}");
                    break;
                case 0:
                    balance.Find($"message {story.Number} was taken and never answered", [.. story.Tell(), .. Lost(story)]);
                    break;
                case > 1 when story.Taken.Count > 1:
                    balance.Explain("answered more than once: taken more than once");
                    break;
                case > 1 when store.Lay(story.Began, story.LateReplySender.Max()) is { } trouble:
                    balance.Explain($"answered more than once: {trouble}");
                    break;
                case > 1:
                    balance.Find($"message {story.Number} was taken once and answered {story.Replies} times", [.. story.Tell()]);
                    break;
            }
        }

        balance.Tell("messages answered in the response", stories.Count(story => story.Pushes.Any(push => push.HasReply)));
        balance.Tell("messages answered late, by customer service", stories.Count(story => !story.LateReplySender.IsEmpty));
    }

    private string? WhyUnanswered(Story story)
    {
        var taken = story.Taken;
        return taken.All(call => call.End == BackendCallEnd.Lied) ? "the backend said nothing that is a reply"
            : taken.Any(WasKilled) ? "the replica that waited for the reply was killed"
            : WasWithoutToken(story) ? "the account's token had ended, and the database was away"
            : store.Lay(story.Began, taken.Max(call => call.EndedAt ?? call.At) + Sending) is { } trouble ? $"{trouble}"
            : null;
    }

    // A replica that was started while the database was away knows no refresh token to renew a token with.
    private bool WasWithoutToken(Story story) => ChaosStage.IsAuthorizer(story.Account)
        && journal.Had(TroubleKind.DatabaseAway, story.Began, story.Taken.Max(call => call.EndedAt ?? call.At) + Sending, Sending);

    private bool WasKilled(BackendCall call)
        => journal.WasKilled(call.Replica, call.At, call.EndedAt is { } ended ? ended + Sending : TimeSpan.MaxValue);

    private IEnumerable<string> Lost(Story story)
        => story.MessageId is { } id && lostReplies.TryGetValue(id, out var line) ? [line] : [];
}
