using System.Collections.Concurrent;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.Redelivery.Queue;

namespace WxYarpGateway.Transforms.Tests.Redelivery.Queue;

/// <summary>A queue in a store that can be away, or slow.</summary>
internal sealed class SwitchedQueue(MemoryRedeliveryQueue queue) : IRedeliveryQueue
{
    public bool IsAway { get; set; }

    /// <summary>Gets or sets whether the next question or order is carried out after nobody waited for it any longer.</summary>
    public bool IsLate { get; set; }

    /// <summary>Gets the ids of the messages that were to be leased, also while no call is answered.</summary>
    public ConcurrentQueue<string> Leased { get; } = [];

    /// <summary>What each call waits for.</summary>
    public Task Answers { get; set; } = Task.CompletedTask;

    public async ValueTask<KeepResult> KeepAsync(KeepOrder order, CancellationToken cancellationToken)
    {
        if (order.IsLeased)
        {
            Leased.Enqueue(order.Message.MessageId);
        }

        return InTime(await (await ReachAsync()).KeepAsync(order, cancellationToken));
    }

    public async ValueTask<QueueTurn> TakeAsync(string owner, int most, CancellationToken cancellationToken)
        => await (await ReachAsync()).TakeAsync(owner, most, cancellationToken);

    public async ValueTask<QueueReport> RenewAsync(IReadOnlyList<(string Id, string Owner)> leases, CancellationToken cancellationToken)
        => await (await ReachAsync()).RenewAsync(leases, cancellationToken);

    public async ValueTask<QueueReport> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
        => InTime(await (await ReachAsync()).FindAsync(ids, cancellationToken));

    public async ValueTask<bool> DoneAsync(string id, bool isRedelivery, CancellationToken cancellationToken)
        => await (await ReachAsync()).DoneAsync(id, isRedelivery, cancellationToken);

    public async ValueTask<bool> TryRemoveAsync(string id, CancellationToken cancellationToken)
        => await (await ReachAsync()).TryRemoveAsync(id, cancellationToken);

    public async ValueTask<KeepResult> GiveBackAsync(
        string id, string owner, int attempts, string? failure, TimeSpan delay, CancellationToken cancellationToken)
        => await (await ReachAsync()).GiveBackAsync(id, owner, attempts, failure, delay, cancellationToken);

    public async ValueTask<IReadOnlyList<QueueCount>> CountAsync(string? service, CancellationToken cancellationToken)
        => await (await ReachAsync()).CountAsync(service, cancellationToken);

    public async ValueTask<IReadOnlyList<DeadLetter>> ListDeadAsync(string service, int most, CancellationToken cancellationToken)
        => await (await ReachAsync()).ListDeadAsync(service, most, cancellationToken);

    public async ValueTask<int> RequeueAsync(
        string service, string? id, TimeSpan maxAge, int maxMessages, CancellationToken cancellationToken)
        => await (await ReachAsync()).RequeueAsync(service, id, maxAge, maxMessages, cancellationToken);

    public async ValueTask<bool> DeleteDeadAsync(string service, string id, CancellationToken cancellationToken)
        => await (await ReachAsync()).DeleteDeadAsync(service, id, cancellationToken);

    private T InTime<T>(T answer)
    {
        var isLate = IsLate;
        IsLate = false;
        return isLate ? throw new StoreUnavailableException("it is late") : answer;
    }

    private async ValueTask<MemoryRedeliveryQueue> ReachAsync()
    {
        await Answers;
        return IsAway ? throw new StoreUnavailableException("it is away") : queue;
    }
}
