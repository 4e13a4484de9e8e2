using System.Globalization;
using System.Runtime.CompilerServices;
using Yarp.ReverseProxy.Forwarder;

namespace WxYarpGateway.Transforms.Pipeline.Telemetry;

/// <summary>Notes when the steps of a push ended. A message has this only where an <see cref="IPushObserver"/> reads it.</summary>
/// <remarks>
/// A note costs one look at the clock. What is noted becomes text when it is read, long after the push, and without its message. After the
/// answer, which may come before the backend's, the steps do not change any more.
/// </remarks>
internal sealed class PushSteps(TimeProvider clock, long receivedAt, int bytes)
{
    // The most calls that are told apart; a push with more is one whose destinations all refuse.
    private const int Most = 8;

    private Notes _notes;
    private volatile int _count;
    private volatile int _closedWith = -1;
    private volatile Kind _open;
    private Kind _openAtEnd;
    private long _answersSince;
    private long _endedAt;
    private PushOutcome _outcome;
    private string _check = "";
    private string? _backend;
    private string? _reply;
    private bool _isEncrypted;
    private bool _isTest;

    private enum Kind : byte
    {
        Received,
        Checked,
        Routed,
        UserInfo,
        Backend,
    }

    /// <summary>Notes that the push is off the wire.</summary>
    public void Received() => Note(Kind.Received, "", 0);

    /// <summary>Notes that the push is WeChat's, decrypted and JSON, and that its service is known.</summary>
    public void Checked() => Note(Kind.Checked, "", 0);

    /// <summary>Notes that the message is new and its backend chosen.</summary>
    public void Routed() => Note(Kind.Routed, "", 0);

    /// <summary>Notes that the user is looked up.</summary>
    public void LookingUp() => _open = Kind.UserInfo;

    /// <summary>Notes how a look-up of the user ended.</summary>
    public void LookedUp(string result)
    {
        _open = default;
        Note(Kind.UserInfo, result, 0);
    }

    /// <summary>Notes that a backend is called.</summary>
    public void Calling() => _open = Kind.Backend;

    /// <summary>Notes how a call of a backend ended: by its failure in one word, or its status.</summary>
    public void Called(string? failure, int status)
    {
        _open = default;
        Note(Kind.Backend, failure ?? "", status);
    }

    /// <summary>Notes that the answer is decided; it is still to be written and encrypted.</summary>
    public void Answering() => Volatile.Write(ref _answersSince, clock.GetTimestamp());

    /// <summary>Notes that the push has ended. Nothing is noted any more.</summary>
    public void End(MessageContext message, PushOutcome outcome, TimeSpan duration)
    {
        _endedAt = receivedAt + (long)(duration.TotalSeconds * clock.TimestampFrequency);
        _outcome = outcome;
        _check = CheckOf(message);
        _backend = message.Target?.Backend;
        _reply = message.ReplyKind;
        _isEncrypted = message.OpenedWith is not null;
        _isTest = message.IsTest;
        _openAtEnd = _open;
        _closedWith = _count;
    }

    /// <summary>Returns the steps of a push that has ended.</summary>
    public IReadOnlyList<PushStep> Read()
    {
        var steps = new List<PushStep>(Math.Max(_closedWith, 0) + 2);
        var since = receivedAt;
        var last = Kind.Received;
        for (var index = 0; index < _closedWith; index++)
        {
            ref var note = ref _notes[index];
            Add(NameOf(note.Kind), note.At, DetailOf(note));
            last = note.Kind;
        }

        var decidedAt = Volatile.Read(ref _answersSince) is > 0 and var decided ? decided : _endedAt;
        if (_openAtEnd != default)
        {
            Add(NameOf(_openAtEnd), decidedAt, "no answer yet");
        }
        else if (last < Kind.Routed)
        {
            // No backend was chosen: a retry, a rule that drops, or an answer of the gateway's own.
            Add(NameOf(Kind.Routed), decidedAt, _outcome switch
            {
                PushOutcome.Retry => "a retry: the answer is an earlier delivery's",
                PushOutcome.Late => "not done yet",
                _ => "no backend",
            });
        }

        Add("replied", _endedAt, Answer());
        return steps;

        void Add(string name, long at, string detail)
        {
            var until = Math.Clamp(at, since, Math.Max(since, _endedAt));
            steps.Add(new PushStep(name, clock.GetElapsedTime(receivedAt, since), clock.GetElapsedTime(since, until), detail));
            since = until;
        }
    }

    private static string NameOf(Kind kind) => kind switch
    {
        Kind.Received => "received",
        Kind.Checked => "checked",
        Kind.Routed => "routed",
        Kind.UserInfo => "user_info",
        _ => "backend",
    };

    private static string CheckOf(MessageContext message) => (message.IsTrusted, message.OpenedWith) switch
    {
        (true, _) => "no signature needed",
        (_, null) => message.SignedWith == message.Callback.Tokens[0] ? "signature" : "signature of the previous token",
        (_, var key) => key == message.Callback.AesKeys[0] ? "signature, decrypted" : "signature, decrypted with the previous key",
    };

    private string Answer() => _outcome switch
    {
        PushOutcome.Unanswered => "nothing: WeChat retries",
        _ when _reply is not { Length: > 0 } => "an error: WeChat retries",
        _ => _reply + (_isEncrypted && _reply != "success" ? ", encrypted" : "")
            + (_outcome == PushOutcome.Late ? ", at the deadline" : ""),
    };

    private string DetailOf(in StepNote note) => note.Kind switch
    {
        Kind.Received => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes{(_isTest ? ", a test" : "")}"),
        Kind.Checked => _check,
        Kind.Routed => _backend is { } backend ? $"backend {backend}" : "the service's backend",
        Kind.Backend => note switch
        {
            { Word: "" } => note.Status.ToString(CultureInfo.InvariantCulture),
            { Word: var word } when char.IsAsciiDigit(word[0]) => word,
            { Word: nameof(ForwarderError.Request) } => "could not be reached",
            { Word: nameof(ForwarderError.RequestTimedOut) } => "no answer in time",
            { Word: nameof(ForwarderError.NoAvailableDestinations) } => "no destination is available",
            _ => $"failed: {note.Word}",
        },
        _ => note.Word,
    };

    private void Note(Kind kind, string word, int status)
    {
        var index = _count;
        if (index < Most && _closedWith < 0)
        {
            _notes[index] = new StepNote(kind, clock.GetTimestamp(), word, status);
            _count = index + 1;
        }
    }

    private readonly record struct StepNote(Kind Kind, long At, string Word, int Status);

    [InlineArray(Most)]
    private struct Notes
    {
        private StepNote _first;
    }
}
