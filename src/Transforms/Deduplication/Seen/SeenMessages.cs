using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Deduplication.Seen;

/// <summary>The messages of one generation of the ledger. Most have no retry: those are a digest and a number, and maybe a text.</summary>
/// <remarks>
/// The number is <see cref="Leased"/>, <see cref="Succeeded"/>, an even one for the place of a reply's text or an odd one for the place
/// of a <see cref="SeenMessage"/>.
/// </remarks>
internal sealed class SeenMessages : DigestTable<int>
{
    /// <summary>A message whose lease a delivery has. No other has come yet.</summary>
    public const int Leased = 0;

    private const int Succeeded = 1;

    // The first odd and even numbers that are neither of the two.
    private const int FirstPlace = 2;

    private readonly ReplyTexts _texts = new();
    private readonly List<SeenMessage> _messages = [];

    /// <summary>Acquires the lease of a message if it was released; returns whether it was.</summary>
    public bool TryTakeOver(int slot) => IsObject(this[slot]) && ObjectOf(this[slot]).TryTakeOver();

    /// <summary>Records the reply to a message; returns whether a waiting retry takes it.</summary>
    public bool Settle(int slot, Reply reply, bool inTime)
    {
        ref var state = ref this[slot];
        if (IsObject(state))
        {
            return ObjectOf(state).Settle(reply, inTime);
        }

        // The first reply stays. No delivery waits for it, since that would have made an object.
        if (state == Leased)
        {
            state = StateOf(inTime ? reply : Reply.Success);
        }

        return false;
    }

    /// <summary>Returns all that is known of a message, as an object from now on.</summary>
    public SeenMessage Open(int slot)
    {
        ref var state = ref this[slot];
        if (IsObject(state))
        {
            return ObjectOf(state);
        }

        var message = new SeenMessage(
            state == Leased ? null : state == Succeeded ? Reply.Success : new TextReply(_texts.Read((state - FirstPlace) / 2)));
        state = Keep(message);
        return message;
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        base.Clear();
        _texts.Clear();
        _messages.Clear();
    }

    private static bool IsObject(int state) => state > Succeeded && (state & 1) == 1;

    private SeenMessage ObjectOf(int state) => _messages[(state - FirstPlace) / 2];

    private int StateOf(Reply reply)
        => reply is SuccessReply ? Succeeded
            : reply is TextReply { Content: { } text } && _texts.Add(text) is >= 0 and var at ? FirstPlace + (2 * at)
            : Keep(new SeenMessage(reply));

    private int Keep(SeenMessage message)
    {
        _messages.Add(message);
        return FirstPlace + (2 * (_messages.Count - 1)) + 1;
    }
}
