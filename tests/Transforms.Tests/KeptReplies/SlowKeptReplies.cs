using WxYarpGateway.Transforms.KeptReplies;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Tests.KeptReplies;

/// <summary>A store that may be stuck when it is to keep a reply, or to record that one is awaited.</summary>
internal sealed class SlowKeptReplies(MemoryKeptReplies kept) : IKeptReplies
{
    private TaskCompletionSource _stuck = Freed();

    public bool IsStuck
    {
        set
        {
            _stuck.TrySetResult();
            _stuck = value ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : Freed();
        }
    }

    /// <summary>Gets or sets what is waited for before it is recorded that an answer is awaited.</summary>
    public Task Recording { get; set; } = Task.CompletedTask;

    public bool MayHave(string service) => kept.MayHave(service);

    public async ValueTask<KeepingResult> KeepAsync(
        Conversation conversation, UInt128 message, Reply reply, CancellationToken cancellationToken)
    {
        await _stuck.Task;
        return await kept.KeepAsync(conversation, message, reply, cancellationToken);
    }

    public ValueTask<TakenReply> TakeAsync(Conversation conversation, UInt128 forMessage, CancellationToken cancellationToken)
        => kept.TakeAsync(conversation, forMessage, cancellationToken);

    public ValueTask<Reply?> TakeOwnAsync(Conversation conversation, UInt128 message, CancellationToken cancellationToken)
        => kept.TakeOwnAsync(conversation, message, cancellationToken);

    public async ValueTask AwaitAsync(Conversation conversation, UInt128 message, CancellationToken cancellationToken)
    {
        await Recording;
        await kept.AwaitAsync(conversation, message, cancellationToken);
    }

    public ValueTask ForgetAsync(Conversation conversation, UInt128 message, CancellationToken cancellationToken)
        => kept.ForgetAsync(conversation, message, cancellationToken);

    private static TaskCompletionSource Freed()
    {
        var freed = new TaskCompletionSource();
        freed.SetResult();
        return freed;
    }
}
