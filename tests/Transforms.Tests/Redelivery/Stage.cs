using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using WxYarpGateway.Transforms.Journal;
using WxYarpGateway.Transforms.LateReplies;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using WxYarpGateway.Transforms.Redelivery;
using WxYarpGateway.Transforms.Redelivery.Queue;
using WxYarpGateway.Transforms.Replies;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Tests.Pipeline;
using WxYarpGateway.Transforms.Tests.Redelivery.Queue;

namespace WxYarpGateway.Transforms.Tests.Redelivery;

/// <summary>The room as a host puts it together, around a clock, a store and backends in the test's hands.</summary>
internal sealed class Stage : IHostApplicationLifetime, IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly LateReplySender _lateReplies;

    public Stage(Action<ServiceOptions>? configure = null, string? journal = null)
    {
        Shared = new MemoryRedeliveryQueue(Host.Clock);
        Local = new MemoryRedeliveryQueue(Host.Clock);
        Queue = new SwitchedQueue(Shared);
        Holds = new Holds(Queue, Host.Clock);
        Copies = new KeptCopies(Queue, Host.RedeliveryMetrics, Host.Clock, Host.Logger<KeptCopies>());
        Journal = new MessageJournal(new JournalFolder(journal), Host.Meters, Host.Clock, Host.Logger<MessageJournal>());
        Store = new RedeliveryStore(Queue, Local, Copies, Journal, Host.RedeliveryMetrics, Host.Clock, Host.Logger<RedeliveryStore>());
        Custody = new MessageCustody(Store, Holds, this, Host.Clock);
        Transform = new RedeliveryTransform(Custody);
        Service = TestHost.Service(configure);
        Configured.Replace([Service]);
        _lateReplies = Host.LateReplySender();
        var redeliverer = new Redeliverer(
            new ServiceCatalog(Configured, []), Backends, new RedeliveryTransforms([new ReplyTransform(Host.Clock, NullLogger<ReplyTransform>.Instance)]), Store, Holds, _lateReplies,
            Host.RedeliveryMetrics, Spans, Host.Clock, Host.Logger<Redeliverer>());
        Worker = new RedeliveryWorker(Store, redeliverer, Backends, Holds, Host.Clock, Host.Logger<RedeliveryWorker>());
    }

    public TestHost Host { get; } = new();

    public PushSpans Spans { get; } = new();

    public ConfiguredServices Configured { get; } = new();

    public ScriptedBackends Backends { get; } = new();

    public WeChatService Service { get; }

    /// <summary>Gets what the store really holds.</summary>
    public MemoryRedeliveryQueue Shared { get; }

    /// <summary>Gets what this process holds while the store is away.</summary>
    public MemoryRedeliveryQueue Local { get; }

    public SwitchedQueue Queue { get; }

    public Holds Holds { get; }

    public KeptCopies Copies { get; }

    public MessageJournal Journal { get; }

    public RedeliveryStore Store { get; }

    public MessageCustody Custody { get; }

    public RedeliveryTransform Transform { get; }

    public RedeliveryWorker Worker { get; }

    public CancellationToken ApplicationStarted => default;

    public CancellationToken ApplicationStopping => _stopping.Token;

    public CancellationToken ApplicationStopped => default;

    /// <summary>A message that was claimed by this delivery.</summary>
    public MessageContext Claimed(WeChatService? service = null)
    {
        var message = Pushes.Converted(service ?? Service, receivedAt: Host.Clock.GetTimestamp());
        message.Id = "7000";
        message.Claim(new UInt128((ulong)Random.Shared.NextInt64(), (ulong)Random.Shared.NextInt64()));
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
        Holds.Dispose();
        _lateReplies.Dispose();
        _stopping.Dispose();
        Spans.Dispose();
        await Host.DisposeAsync();
    }
}
