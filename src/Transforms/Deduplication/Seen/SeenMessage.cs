using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Deduplication.Seen;

/// <summary>What the ledger in memory knows of a message for which a second delivery came. Not safe for several threads at once.</summary>
/// <param name="reply">The reply that is recorded.</param>
internal sealed class SeenMessage(Reply? reply)
{
    private TaskCompletionSource? _settled;

    /// <summary>Gets the reply that was recorded first.</summary>
    public Reply? Reply { get; private set; } = reply;

    /// <summary>Gets or sets the number of deliveries that wait for the reply.</summary>
    public int Waiting { get; set; }

    /// <summary>Gets or sets the number of deliveries. The first is counted with the second.</summary>
    public int Deliveries { get; set; } = 1;

    /// <summary>Gets a value indicating whether the owner released the lease.</summary>
    public bool IsReleased { get; private set; }

    /// <summary>Gets a task that ends when there is a reply, or when the lease is released.</summary>
    public Task Settled
    {
        get
        {
            if (Reply is not null || IsReleased)
            {
                return Task.CompletedTask;
            }

            _settled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _settled.Task;
        }
    }

    /// <summary>Gets what a delivery that asks now is told.</summary>
    public Reply? Known => IsReleased ? AbandonedReply.Instance : Reply;

    /// <summary>Gets or sets a value indicating whether WeChat's next retry is to take the reply.</summary>
    private bool IsOffered { get; set; }

    /// <summary>Gets or sets a value indicating whether the last retry was answered without the reply.</summary>
    private bool IsClosed { get; set; }

    /// <summary>Counts a delivery that waits; returns what it waits for.</summary>
    public Task Join()
    {
        Waiting++;
        return Settled;
    }

    /// <summary>Returns the reply, if there is one, to a delivery that answers with it.</summary>
    public Reply? Take()
    {
        IsOffered &= Reply is null;
        return Reply;
    }

    /// <summary>Records the reply; returns whether a waiting delivery takes it.</summary>
    public bool Settle(Reply reply, bool inTime)
    {
        var isTaken = Waiting > 0;
        Settle(inTime || isTaken ? reply : Reply.Success);
        return isTaken;
    }

    /// <summary>Records the reply for a delivery that waits, or else for the next.</summary>
    public Offer Offer(Reply reply)
    {
        var isLate = IsClosed && Waiting == 0;
        var isOpen = !isLate && Waiting == 0;
        Settle(isLate ? Reply.Success : reply);
        IsOffered = isOpen;
        return isLate ? Deduplication.Offer.Late : isOpen ? Deduplication.Offer.Open : Deduplication.Offer.Taken;
    }

    /// <summary>Takes an offered reply back; returns <see langword="false"/> when a retry has taken it.</summary>
    public bool TryWithdraw()
    {
        if (!IsOffered)
        {
            return false;
        }

        IsOffered = false;
        Reply = Reply.Success;
        return true;
    }

    /// <summary>Notes that the last retry is answered; returns the reply when it has come.</summary>
    public Reply? Close()
    {
        IsClosed = true;
        return Take();
    }

    /// <summary>Releases the lease, unless there is a reply.</summary>
    public void Release()
    {
        if (Reply is null)
        {
            IsReleased = true;
            IsClosed = false;
            _settled?.TrySetResult();
            _settled = null;
        }
    }

    /// <summary>Acquires a released lease; returns whether it was released.</summary>
    public bool TryTakeOver()
    {
        var isReleased = IsReleased;
        IsReleased = false;
        return isReleased;
    }

    /// <summary>Keeps the first reply.</summary>
    private void Settle(Reply reply)
    {
        Reply ??= reply;
        IsReleased = false;
        _settled?.TrySetResult();
    }
}
