using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Hosting;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Redelivery.Queue;

namespace WxYarpGateway.Transforms.Redelivery;

/// <summary>
/// Keeps messages of pushes in the redelivery queue once WeChat will not send them again: those that no backend took, and, under a lease,
/// those whose backend is still at work when WeChat must be answered.
/// </summary>
internal sealed class MessageKeeper(RedeliveryStore store, MessageLeases leases, IHostApplicationLifetime lifetime, TimeProvider clock)
{
    private const string OwnerIsGone = "the gateway that had it is gone";

    /// <summary>
    /// Stores a message that is still being exchanged, with a lease of this process; returns when it is stored, or cannot be. The lease
    /// ends
    /// with the work.
    /// </summary>
    /// <param name="message">The message, whose deadline has come or is near.</param>
    /// <param name="work">The exchange of the message.</param>
    /// <param name="giveUp">Ends that exchange when another replica has taken the message over.</param>
    public async Task LeaseAsync(MessageContext message, Task work, CancellationTokenSource giveUp)
    {
        if (!IsKept(message))
        {
            return;
        }

        var keeping = MessageKeeping.Of(message);
        var own = new KeepingSteps(giveUp);
        var steps = keeping.Begin(own);
        if (steps == own)
        {
            // A delivery without the ledger's lease yet may be one of WeChat's retries, and the queue must not have the message from it.
            _ = keeping.IsAcquired ? own.RunAsync(current => LeaseAsync(message, keeping, current)) : own.Last;
            _ = EndAfterAsync(message, keeping, own, work);
        }

        if (steps is { Last: { IsCompleted: false } step })
        {
            await Task.WhenAny(step, steps.Safe);
        }
    }

    /// <summary>
    /// Returns whether the queue has a message, or had it and it was delivered; <see langword="false"/> also when the store is away.
    /// </summary>
    /// <param name="key">The message's key, which all its deliveries share.</param>
    public Task<bool> HasAsync(UInt128 key) => store.HasAsync(IdOf(key));

    /// <summary>
    /// Takes a message out of the queue that a dead replica had put there; returns <see langword="false"/> when it is being delivered, or
    /// was.
    /// </summary>
    /// <param name="key">The message's key, which all its deliveries share.</param>
    public Task<bool> TryTakeBackAsync(UInt128 key) => store.TryRemoveAsync(IdOf(key));

    /// <summary>Leases a message that acquired the ledger's lease only after its deadline.</summary>
    public Task ReachBackendAsync(MessageContext message)
    {
        var keeping = MessageKeeping.Of(message);
        keeping.ReachBackend();
        return keeping.Steps is { IsLeased: false, GiveUp: not null } steps ? AddLeaseAsync(message, keeping, steps) : Task.CompletedTask;
    }

    /// <summary>Keeps a message that no backend took; returns when it is stored, or cannot be.</summary>
    public Task KeepAsync(MessageContext message, string failure)
    {
        var keeping = MessageKeeping.Of(message);
        if (!keeping.IsAcquired || !IsKept(message))
        {
            NoteTest(message, failure);
            return Task.CompletedTask;
        }

        var mine = new KeepingSteps(giveUp: null);
        return (keeping.Begin(mine) ?? mine).RunAsync(async own =>
        {
            own.IsOver = true;
            leases.Remove(IdOf(message.Key), leases.Pushes);

            // While this process stops, another replica should deliver it at once.
            var isStopping = lifetime.ApplicationStopping.IsCancellationRequested;
            var delay = isStopping ? TimeSpan.Zero : RedeliveryDelay.After(0, Random.Shared.NextDouble());
            var order = OrderOf(message, keeping.Body, isLeased: false, delay, failure);
            keeping.IsKept = await store.KeepAsync(order, own.MarkSafe) == KeepResult.Kept;
        });
    }

    /// <summary>Ends the keeping of a message that a backend took.</summary>
    public Task EndAsync(MessageContext message)
    {
        var keeping = MessageKeeping.Of(message);
        return keeping.End() is { } steps ? EndAsync(message, keeping, steps) : Task.CompletedTask;
    }

    /// <summary>
    /// Returns whether messages of this kind are kept. WeChat itself retries those for which it wants an object in answer.
    /// </summary>
    private static bool IsKept(MessageContext message) => IsWorthKeeping(message) && !message.IsTest;

    private static bool IsWorthKeeping(MessageContext message) => message.Service.Redelivery.IsOn && !message.WantsAnswer;

    private static void NoteTest(MessageContext message, string failure)
    {
        if (message.Test is { } test && IsWorthKeeping(message))
        {
            test.Skip($"The message would have been kept and delivered again, because of its backend: {failure}.");
        }
    }

    private static string IdOf(UInt128 key) => key.ToString("x32", CultureInfo.InvariantCulture);

    private Task EndAsync(MessageContext message, MessageKeeping keeping, KeepingSteps steps) => steps.RunAsync(async own =>
    {
        if (!own.IsOver && keeping.IsAcquired)
        {
            leases.Remove(IdOf(message.Key), leases.Pushes);
            if (own.IsLeased)
            {
                // Another replica that took this one for dead may have delivered the message, and its reply, in the meantime.
                message.IsHandedOver |= !await store.DoneAsync(IdOf(message.Key), isRedelivery: false);
            }
            else
            {
                store.Forget(IdOf(message.Key));
            }
        }

        own.IsOver = true;
    });

    // A method of its own, so that a message without steps allocates no closure.
    private Task AddLeaseAsync(MessageContext message, MessageKeeping keeping, KeepingSteps steps)
        => steps.RunAsync(own => LeaseAsync(message, keeping, own));

    /// <summary>Ends the lease however the work ends, also where a host's transform answers by itself or throws.</summary>
    private async Task EndAfterAsync(MessageContext message, MessageKeeping keeping, KeepingSteps steps, Task work)
    {
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await EndAsync(message, keeping, steps);
    }

    private async Task LeaseAsync(MessageContext message, MessageKeeping keeping, KeepingSteps steps)
    {
        if (steps is { IsOver: false, GiveUp: { } giveUp } && keeping.IsAcquired)
        {
            var result = await store.KeepAsync(OrderOf(message, keeping.Body, isLeased: true, TimeSpan.Zero, OwnerIsGone), steps.MarkSafe);
            steps.IsLeased |= result == KeepResult.Kept;
            if (result is KeepResult.Kept or KeepResult.Unknown)
            {
                // When the queue is away, or loses its content, the next renewal stores the message again.
                leases.Add(IdOf(message.Key), leases.Pushes, giveUp, () => steps.RunAsync(own => LeaseAsync(message, keeping, own)));
            }
        }
    }

    private KeepOrder OrderOf(MessageContext message, ReadOnlyMemory<byte> body, bool isLeased, TimeSpan delay, string failure)
    {
        var age = clock.GetElapsedTime(message.ReceivedAt);
        var options = message.Service.Redelivery;
        var kept = new KeptMessage
        {
            Id = IdOf(message.Key),
            Service = message.Service.Name,
            MessageId = message.Id,
            Route = message.Route,
            Target = message.Target,
            Head = message.Head,
            Format = message.Format,
            ReceivedAt = clock.GetUtcNow() - age,
            Trace = message.TraceParent ?? Activity.Current?.Id,
            Attempts = message.Attempts,
            Failure = failure,
            Body = body,
        };
        var left = options.MaxAge - age;
        return new KeepOrder(kept, leases.Pushes, isLeased, delay, left > TimeSpan.Zero ? left : TimeSpan.Zero, options.MaxMessages);
    }
}
