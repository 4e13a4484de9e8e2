using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.Routing;
using WxYarpGateway.Transforms.Redelivery;
using WxYarpGateway.Transforms.Redelivery.Queue;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Transforms.RedeliveryAttempts;

/// <summary>
/// Delivers copies of messages to other backends than the one that replies. Each copy is kept in the redelivery queue under an id of its
/// own and repeated until its backend took it; no push and no other copy waits for that.
/// </summary>
public sealed partial class MessageCopies : IHostedService, IDisposable
{
    // At a stop, backends get this long to answer. Then the copies are given back, for another replica.
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromMilliseconds(500);

    private readonly RedeliveryStore _store;
    private readonly Redeliverer _redeliverer;
    private readonly MessageLeases _leases;
    private readonly CopyLanes _lanes;
    private readonly TimeProvider _clock;
    private readonly ILogger<MessageCopies> _logger;
    private readonly CancellationTokenSource _giveUp = new();
    private readonly Drain _drain = new();

    internal MessageCopies(
        RedeliveryStore store,
        Redeliverer redeliverer,
        MessageLeases leases,
        CopyLanes lanes,
        TimeProvider clock,
        ILogger<MessageCopies> logger)
    {
        _store = store;
        _redeliverer = redeliverer;
        _leases = leases;
        _lanes = lanes;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Returns the name of the queue of all copies for a backend, as <see cref="UndeliveredMessages"/> takes it.</summary>
    /// <param name="service">The service, such as a platform, whose accounts' messages are copied.</param>
    /// <param name="backend">The backend's name; empty for the cluster of a route.</param>
    public static string QueueOf(string service, string backend) => CopyLanes.NameOf(service, backend);

    /// <summary>Returns how long copies are delivered again: they are kept also where messages are not.</summary>
    /// <param name="options">The service's options.</param>
    public static TimeSpan AgeOf(RedeliveryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return CopyLanes.AgeOf(options);
    }

    /// <summary>
    /// Takes over copies of a message as it is now. The answer to WeChat waits until they are kept; nothing waits for their delivery.
    /// </summary>
    /// <param name="message">The message, of which the ledger knows that it is new.</param>
    /// <param name="copies">The copies, each with a backend.</param>
    public void Deliver(MessageContext message, IReadOnlyList<MessageCopy> copies)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(copies);
        if (message.Test is { } test)
        {
            foreach (var copy in copies)
            {
                test.Skip($"A copy would have gone to backend '{copy.Target.Backend}' by rule '{copy.Name}'.");
            }

            return;
        }

        // Later transforms write over the end of the body.
        var body = MessageContext.CopyJson(message.Body);
        var age = _clock.GetElapsedTime(message.ReceivedAt);
        var keeping = new Task[copies.Count];
        for (var index = 0; index < keeping.Length; index++)
        {
            keeping[index] = KeepAsync(CopyOf(message, copies[index], body, _clock.GetUtcNow() - age), message.Service.Redelivery);
        }

        message.GetOrAddState(new CopyKeeping(Task.WhenAll(keeping)));
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var drained = _drain.BeginAsync();
        if (drained.IsCompleted)
        {
            return;
        }

        await drained.WaitAsync(AnswerTimeout, _clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _giveUp.CancelAsync();
        await drained.WaitAsync(DrainTimeout, _clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public void Dispose() => _giveUp.Dispose();

    private static KeptMessage CopyOf(MessageContext message, MessageCopy copy, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt)
        => new()
        {
            Id = IdOf(message.Key, copy.Name),
            Service = CopyLanes.NameOf(message.Service.ShownName, copy.Target.Backend ?? ""),
            CopyOf = message.Service.Name,
            MessageId = message.Id,
            Route = message.Route,
            Target = copy.Target,
            Head = message.Head,
            Format = message.Format,
            ReceivedAt = receivedAt,
            Trace = message.TraceParent ?? Activity.Current?.Id,
            Body = body,
        };

    /// <summary>Returns the copy's own id, the same for all deliveries of the message: the queue has each copy once.</summary>
    private static string IdOf(UInt128 message, string copy)
        => Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{message:x32} {copy}"))), 0, 16);

    private async Task KeepAsync(KeptMessage copy, RedeliveryOptions options)
    {
        try
        {
            var order = new KeepOrder(
                copy, _leases.Redeliveries, IsLeased: false, TimeSpan.Zero, CopyLanes.AgeOf(options), options.MaxMessages);
            if (!_lanes.TryEnter(copy.Service))
            {
                await _store.KeepAsync(order);
                return;
            }

            var result = await _store.KeepAsync(order with { IsLeased = true });
            if (result == KeepResult.Kept)
            {
                _drain.Enter();
                _ = DeliverAsync(copy);
                return;
            }

            _lanes.Leave(copy.Service);
            if (result == KeepResult.Unknown)
            {
                // The store is away: this process keeps and delivers the copy alone.
                await _store.KeepAsync(order);
            }
        }
        catch (Exception exception)
        {
            Log.NotKept(_logger, exception, copy.MessageId, copy.CopyOf!, copy.Target?.Backend ?? "");
        }
    }

    private async Task DeliverAsync(KeptMessage copy)
    {
        // The push goes on meanwhile.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await _redeliverer.DeliverAsync(new TakenMessage(copy, Tries: 0), _giveUp.Token);
        }
        catch (Exception exception)
        {
            // Nothing awaits this task. The copy is due again when its lease ends.
            Log.DeliveryFailed(_logger, exception, copy.MessageId, copy.CopyOf!);
        }

        _lanes.Leave(copy.Service);
        _drain.Leave();
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Error,
            "A copy of message '{MessageId}' of service '{Service}' for backend '{Backend}' could not be kept, and is lost.",
            EventName = "NotKept")]
        public static partial void NotKept(ILogger logger, Exception exception, string messageId, string service, string backend);

        [LoggerMessage(
            2,
            LogLevel.Error,
            "The delivery of a copy of message '{MessageId}' of service '{Service}' met an exception. The copy is due again when its lease "
            + "ends.",
            EventName = "DeliveryFailed")]
        public static partial void DeliveryFailed(ILogger logger, Exception exception, string messageId, string service);
    }
}
