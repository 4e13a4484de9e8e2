using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Pipeline;

/// <content>What WeChat expects in answer, and what follows once it is answered.</content>
public sealed partial class MessageContext
{
    private TaskCompletionSource? _responded;
    private int _hasResponded;

    /// <summary>Gets a value indicating whether WeChat wants an object of its own in answer, so that <c>success</c> must not be said in place of one.</summary>
    internal bool WantsAnswer => AnsweredEvents.WantAnswer(Head);

    /// <summary>Gets what WeChat is told while nothing is known of the backend's answer.</summary>
    internal Reply Unanswered => WantsAnswer ? RetryReply.Instance : Reply.Success;

    /// <summary>Gets what ends when the answer to the push has left. Few messages need it, so it is made for those only.</summary>
    internal Task Responded
    {
        get
        {
            var responded = LazyInitializer.EnsureInitialized(
                ref _responded, static () => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            if (Volatile.Read(ref _hasResponded) == 1)
            {
                responded.TrySetResult();
            }

            return responded.Task;
        }
    }

    /// <summary>Says that the answer to the push has left.</summary>
    internal void EndResponse()
    {
        Interlocked.Exchange(ref _hasResponded, 1);
        Volatile.Read(ref _responded)?.TrySetResult();
    }
}
