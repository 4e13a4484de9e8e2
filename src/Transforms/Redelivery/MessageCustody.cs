using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Hosting;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Redelivery.Queue;

namespace WxYarpGateway.Transforms.Redelivery;

/// <summary>Keeps messages of pushes: those that no backend took, and those whose backend is still at work when WeChat must be answered.</summary>
internal sealed class MessageCustody(RedeliveryStore store, Holds holds, IHostApplicationLifetime lifetime, TimeProvider clock) : IMessageCustody
{
    /// <inheritdoc/>
    public async Task HoldAsync(MessageContext message, Task work, CancellationTokenSource giveUp)
    {
        if (!IsKept(message))
        {
            return;
        }

        var custody = new Custody(giveUp);
        var before = message.TrySetCustody(custody);
        if (before is null)
        {
            // A delivery that has not claimed its message yet may be a re-delivery, which holds nothing.
            _ = message.Identity is null ? custody.Last : custody.RunAsync(own => HoldAsync(message, own));
            _ = ReleaseAfterAsync(message, custody, work);
        }

        if ((before ?? custody) is Custody { Last: { IsCompleted: false } step } current)
        {
            await Task.WhenAny(step, current.Safe);
        }
    }

    /// <inheritdoc/>
    public Task<bool> HasAsync(UInt128 identity) => store.HasAsync(IdOf(identity));

    /// <inheritdoc/>
    public Task<bool> TryTakeBackAsync(UInt128 identity) => store.TryRemoveAsync(IdOf(identity));

    /// <summary>Holds a message that was claimed only when it should have been held already.</summary>
    public Task ReachAsync(MessageContext message)
        => message.Custody is Custody { IsHeld: false, GiveUp: not null } custody ? custody.RunAsync(own => HoldAsync(message, own)) : Task.CompletedTask;

    /// <summary>Keeps a message that no backend took; returns when it is safe.</summary>
    public Task KeepAsync(MessageContext message, string failure)
    {
        if (message.Identity is not { } identity || !IsKept(message))
        {
            return Task.CompletedTask;
        }

        var mine = new Custody(giveUp: null);
        var custody = message.TrySetCustody(mine) as Custody ?? mine;
        return custody.RunAsync(async own =>
        {
            own.IsOver = true;
            holds.Remove(IdOf(identity), holds.Pushes);

            // Whoever stays behind should have it at once.
            var delay = lifetime.ApplicationStopping.IsCancellationRequested ? TimeSpan.Zero : RetryDelay.After(0, Random.Shared.NextDouble());
            message.IsKept = await store.KeepAsync(OrderOf(message, identity, isHeld: false, delay, failure), own.MarkSafe) == KeepResult.Kept;
        });
    }

    /// <summary>Lets go of a message that a backend took.</summary>
    public Task EndAsync(MessageContext message) => message.TrySetCustody(Custody.None) is Custody custody ? EndAsync(message, custody) : Task.CompletedTask;

    /// <summary>Returns whether messages of this kind are kept; what WeChat wants an object for, it brings again itself.</summary>
    private static bool IsKept(MessageContext message) => message.Service.Redelivery.IsOn && !message.WantsAnswer;

    private static string IdOf(UInt128 identity) => identity.ToString("x32", CultureInfo.InvariantCulture);

    private Task EndAsync(MessageContext message, Custody custody) => custody.RunAsync(async own =>
    {
        if (!own.IsOver && message.Identity is { } identity)
        {
            holds.Remove(IdOf(identity), holds.Pushes);
            if (own.IsHeld)
            {
                // Another replica that took it for abandoned may have delivered it, and its reply, in the meantime.
                message.IsHandedOver |= !await store.DoneAsync(IdOf(identity), isRedelivery: false);
            }
            else
            {
                store.Leave(IdOf(identity));
            }
        }

        own.IsOver = true;
    });

    /// <summary>However the work ends, also where a transform of the host's answered by itself or threw: nothing stays held.</summary>
    private async Task ReleaseAfterAsync(MessageContext message, Custody custody, Task work)
    {
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await EndAsync(message, custody);
    }

    private async Task HoldAsync(MessageContext message, Custody custody)
    {
        if (custody is { IsOver: false, GiveUp: { } giveUp } && message.Identity is { } identity)
        {
            var result = await store.KeepAsync(OrderOf(message, identity, isHeld: true, TimeSpan.Zero, "the gateway that had it is gone"), custody.MarkSafe);
            custody.IsHeld |= result == KeepResult.Kept;
            if (result is KeepResult.Kept or KeepResult.Unknown)
            {
                // Should the queue be away, or be emptied, the message is entered as soon as it is back.
                holds.Add(IdOf(identity), holds.Pushes, giveUp, () => custody.RunAsync(own => HoldAsync(message, own)));
            }
        }
    }

    private KeepOrder OrderOf(MessageContext message, UInt128 identity, bool isHeld, TimeSpan delay, string failure)
    {
        var age = clock.GetElapsedTime(message.ReceivedAt);
        var options = message.Service.Redelivery;
        var kept = new KeptMessage
        {
            Id = IdOf(identity),
            Service = message.Service.Name,
            MessageId = message.Id,
            Route = (message.Exchange as IExchangeRoute)?.RouteId ?? "",
            Head = message.Head,
            Format = message.Format,
            ReceivedAt = clock.GetUtcNow() - age,
            Trace = message.TraceParent ?? Activity.Current?.Id,
            Attempts = message.Attempts,
            Failure = failure,
            Body = message.BodyToKeep,
        };
        var left = options.MaxAge - age;
        return new KeepOrder(kept, holds.Pushes, isHeld, delay, left > TimeSpan.Zero ? left : TimeSpan.Zero, options.MaxMessages);
    }
}
