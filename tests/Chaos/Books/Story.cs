using System.Collections.Concurrent;

namespace WxYarpGateway.Chaos.Books;

/// <summary>All that is known of one message: where WeChat delivered it, which backends had it, and what the user was told.</summary>
internal sealed class Story(int number, string account, bool isText)
{
    public int Number { get; } = number;

    public string Account { get; } = account;

    public bool IsText { get; } = isText;

    /// <summary>Gets or sets what gateways call it; of an event, what the first backend was told.</summary>
    public string? MessageId { get; set; }

    public ConcurrentQueue<Push> Pushes { get; } = [];

    public ConcurrentQueue<BackendCall> Calls { get; } = [];

    public ConcurrentQueue<TimeSpan> LateReplySender { get; } = [];

    /// <summary>Gets or sets a value indicating whether WeChat has done with it.</summary>
    public bool IsOver { get; set; }

    /// <summary>Gets the calls in which a backend took the message to work on it.</summary>
    public IReadOnlyList<BackendCall> Taken => [.. Calls.Where(call => call.IsTaken).OrderBy(call => call.At)];

    public bool IsAnswered => Pushes.Any(push => push.IsAnswered);

    public TimeSpan Began => Pushes.Min(push => push.Began);

    /// <summary>Gets how often the user got the reply.</summary>
    public int Replies => Pushes.Any(push => push.HasReply) ? 1 + LateReplySender.Count : LateReplySender.Count;

    /// <summary>Tells what happened, in order.</summary>
    public IEnumerable<string> Tell()
        => Pushes.Select(push => (At: push.Began, Line: push.ToString()))
            .Concat(Calls.Select(call => (call.At, Line: call.ToString())))
            .Concat(LateReplySender.Select(at => (At: at, Line: "WeChat takes its reply as a customer-service message")))
            .OrderBy(line => line.At)
            .Select(line => $"{line.At.TotalSeconds,7:0.000} s  {line.Line}");
}
