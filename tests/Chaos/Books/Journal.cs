using System.Collections.Concurrent;

namespace WxYarpGateway.Chaos.Books;

/// <summary>The books of a run: what was sent, what arrived and what was done to it, all by one clock.</summary>
internal sealed class Journal
{
    private readonly long _began = TimeProvider.System.GetTimestamp();
    private readonly DateTimeOffset _beganAt = TimeProvider.System.GetUtcNow();
    private readonly ConcurrentDictionary<int, Story> _stories = [];
    private readonly ConcurrentQueue<Trouble> _troubles = [];

    /// <summary>Gets the time since the run began.</summary>
    public TimeSpan Now => TimeProvider.System.GetElapsedTime(_began);

    public IEnumerable<Story> Stories => _stories.Values.OrderBy(story => story.Number);

    public IEnumerable<Trouble> Troubles => _troubles;

    public ConcurrentQueue<Push> Pushes { get; } = [];

    public ConcurrentQueue<TokenRequest> TokenRequests { get; } = [];

    /// <summary>Gets what went wrong with the faults themselves.</summary>
    public ConcurrentQueue<string> Findings { get; } = [];

    /// <summary>Returns the story of a message by its number.</summary>
    public Story StoryOf(int number) => _stories[number];

    public bool Knows(int number) => _stories.ContainsKey(number);

    public Story Open(int number, string account, bool isText, string? messageId)
        => _stories[number] = new Story(number, account, isText) { MessageId = messageId };

    /// <summary>Notes that something is done to somebody; the fault ends it when it is undone.</summary>
    public Trouble Begin(TroubleKind kind, int target = 0)
    {
        var trouble = new Trouble(this, kind, target, Now, TimeSpan.MaxValue);
        _troubles.Enqueue(trouble);
        return trouble;
    }

    /// <summary>Notes something that is over already.</summary>
    public void Note(TroubleKind kind, int target, TimeSpan from, TimeSpan to)
        => _troubles.Enqueue(new Trouble(this, kind, target, from, to));

    /// <summary>Returns whether a replica was killed in a span of time.</summary>
    public bool WasKilled(int replica, TimeSpan from, TimeSpan to)
        => _troubles.Any(trouble => trouble.Kind == TroubleKind.ReplicaKilled && trouble.Target == replica && trouble.From <= to
            && trouble.Done >= from);

    /// <summary>Returns how much of a span of time this process stood still.</summary>
    public TimeSpan Stalled(TimeSpan from, TimeSpan to)
        => _troubles.Where(trouble => trouble.Kind == TroubleKind.WeChatStalled && trouble.Touches(from, to, TimeSpan.Zero))
            .Aggregate(TimeSpan.Zero, (sum, trouble)
                => sum + ((trouble.To < to ? trouble.To : to) - (trouble.From > from ? trouble.From : from)));

    /// <summary>Returns a moment of the wall clock as a time of the run.</summary>
    public TimeSpan At(DateTimeOffset moment) => moment - _beganAt;

    /// <summary>Returns whether such a trouble lay upon a span of time, or had ended less than the aftermath before.</summary>
    public bool Had(TroubleKind kind, TimeSpan from, TimeSpan to, TimeSpan aftermath = default, int target = 0)
        => _troubles.Any(
            trouble => trouble.Kind == kind && (target == 0 || trouble.Target == target) && trouble.Touches(from, to, aftermath));
}
