using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using WxYarpGateway.Transforms.Journal;
using WxYarpGateway.Transforms.LateReplies;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using WxYarpGateway.Transforms.Redelivery;
using WxYarpGateway.Transforms.Redelivery.Queue;
using WxYarpGateway.Transforms.RedeliveryAttempts;
using WxYarpGateway.Transforms.Replies;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Services.Options;
using WxYarpGateway.Transforms.Tests.Pipeline;
using WxYarpGateway.Transforms.Tests.Redelivery.Queue;
using WxYarpGateway.Transforms.Tests.RedeliveryAttempts;

namespace WxYarpGateway.Transforms.Tests.Redelivery;

/// <summary>Both rooms of redelivery as a host puts them together, around a clock, a store and backends in the test's hands.</summary>
internal sealed class Stage : IHostApplicationLifetime, IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly LateReplySender _lateReplies;

    public Stage(Action<ServiceOptions>? configure = null, string? journal = null, bool isOpen = true)
    {
        if (isOpen)
        {
            Backends.Open();
        }

        Shared = new MemoryRedeliveryQueue(Host.Clock);
        Local = new MemoryRedeliveryQueue(Host.Clock);
        Queue = new SwitchedQueue(Shared);
        Leases = new MessageLeases(Queue, Host.Clock);
        Copies = new KeptCopies(Queue, Host.RedeliveryMetrics, Host.Clock, Host.Logger<KeptCopies>());
        Journal = new MessageJournal(new JournalFolder(journal), Host.Meters, Host.Clock, Host.Logger<MessageJournal>());
        Store = new RedeliveryStore(Queue, Local, Copies, Journal, Host.RedeliveryMetrics, Host.Clock, Host.Logger<RedeliveryStore>());
        Keeper = new MessageKeeper(Store, Leases, this, Host.Clock);
        Transform = new RedeliveryTransform(Keeper);
        Service = TestHost.Service(configure);
        Configured.Replace([Service]);
        _lateReplies = Host.LateReplySender();
        var attempt = new BackendAttempt(
            new ServiceCatalog(Configured, []), Backends.Pipeline, Backends.CallAsync, Spans, Host.Clock, Host.Logger<BackendAttempt>());
        var lanes = new CopyLanes();
        var redeliverer = new Redeliverer(
            new ServiceCatalog(Configured, []), attempt, new RedeliveryTransforms(
                [new ReplyTransform(Host.Clock, NullLogger<ReplyTransform>.Instance)]), Store, Leases, _lateReplies, lanes,
            Host.RedeliveryMetrics, Spans, Host.Clock, Host.Logger<Redeliverer>());
        MessageCopies = new MessageCopies(Store, redeliverer, Leases, lanes, Host.Clock, Host.Logger<MessageCopies>());
        Worker = new RedeliveryWorker(Store, redeliverer, Backends.Pipeline, Leases, Host.Clock, Host.Logger<RedeliveryWorker>());
    }

    public TestHost Host { get; } = new();

    public PushSpans Spans { get; } = new();

    public ConfiguredServices Configured { get; } = new();

    public ScriptedBackends Backends { get; } = new();

    public WeChatService Service { get; }

    /// <summary>Gets what the store really has.</summary>
    public MemoryRedeliveryQueue Shared { get; }

    /// <summary>Gets what this process keeps while the store is away.</summary>
    public MemoryRedeliveryQueue Local { get; }

    public SwitchedQueue Queue { get; }

    public MessageLeases Leases { get; }

    public KeptCopies Copies { get; }

    public MessageJournal Journal { get; }

    public RedeliveryStore Store { get; }

    public MessageKeeper Keeper { get; }

    public RedeliveryTransform Transform { get; }

    public RedeliveryWorker Worker { get; }

    public MessageCopies MessageCopies { get; }

    public CancellationToken ApplicationStarted => default;

    public CancellationToken ApplicationStopping => _stopping.Token;

    public CancellationToken ApplicationStopped => default;

    /// <summary>A message whose lease in the ledger this delivery has.</summary>
    public MessageContext Acquired(WeChatService? service = null)
    {
        var message = Pushes.Converted(service ?? Service, receivedAt: Host.Clock.GetTimestamp());
        message.Id = "7000";
        message.Key = new UInt128((ulong)Random.Shared.NextInt64(), (ulong)Random.Shared.NextInt64());
        MessageKeeping.Of(message).Acquire();
        return message;
    }

    public async Task<QueueCount> CountAsync() => Assert.Single(await Shared.CountAsync("shop", CancellationToken.None));

    public async Task<KeptMessage> OnlyAsync()
    {
        Host.Clock.Advance(TimeSpan.FromMinutes(1));
        return Assert.Single((await Shared.TakeAsync("test", 10, CancellationToken.None)).Taken).Message;
    }

    public void StopApplication() => _stopping.Cancel();

    public async ValueTask DisposeAsync()
    {
        Worker.Dispose();
        Journal.Dispose();
        Leases.Dispose();
        Backends.Dispose();
        _lateReplies.Dispose();
        _stopping.Dispose();
        Spans.Dispose();
        await Host.DisposeAsync();
    }
}
