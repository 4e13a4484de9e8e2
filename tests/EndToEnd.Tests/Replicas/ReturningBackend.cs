using System.Collections.Concurrent;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.EndToEnd.Tests.Replicas;

/// <summary>
/// A backend that answers 503 until it is back. It does not answer the first call for a message with the text <see cref="Hang"/>.
/// </summary>
internal sealed class ReturningBackend
{
    public const string Hang = "hang";

    private readonly ConcurrentQueue<string> _taken = [];
    private readonly ConcurrentDictionary<string, bool> _hung = [];
    private volatile bool _isBack;

    public ReturningBackend(ScriptedBackend backend)
    {
        backend.Script = AnswerAsync;
    }

    /// <summary>Gets the ids of the messages that it took, in order.</summary>
    public IReadOnlyCollection<string> Taken => _taken;

    /// <summary>Takes all messages from now on.</summary>
    public void ComeBack() => _isBack = true;

    /// <summary>Returns whether a call for the message hangs, or hung.</summary>
    public bool HasHung(string id) => _hung.ContainsKey(id);

    /// <summary>Waits until it has taken the messages, and returns when each was taken once and no other was.</summary>
    public async Task TakesOnceAsync(IReadOnlyCollection<string> ids, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        await Eventually.HoldsAsync(
            () => ids.All(_taken.Contains), $"all of {string.Join(", ", ids)} were taken", cancellationToken, timeout);
        Assert.Equal(ids.Order(), _taken.Order());
    }

    private async Task AnswerAsync(BackendCall call, HttpContext context)
    {
        var id = call.Headers["X-WeChat-Message-Id"].ToString();
        if (call.Text.Contains($"\"{Hang}\"", StringComparison.Ordinal) && _hung.TryAdd(id, true))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        }

        if (_isBack)
        {
            _taken.Enqueue(id);
            await ScriptedBackend.WriteAsync(context, """{"msg":"at last"}""");
            return;
        }

        await ScriptedBackend.WriteAsync(context, "", 503);
    }
}
