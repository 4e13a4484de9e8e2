using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Journal;
using WxYarpGateway.Transforms.Redelivery;
using WxYarpGateway.Transforms.Redelivery.Queue;
using WxYarpGateway.Transforms.Tests.Pipeline;
using WxYarpGateway.Transforms.Tests.Redelivery.Queue;

namespace WxYarpGateway.Transforms.Tests.Redelivery;

/// <summary>
/// The keeper of messages around a queue in the test's hands, for tests of other rooms. Its clock stands still, so that no timer of its own
/// counts.
/// </summary>
internal sealed class KeeperStage : IDisposable
{
    private readonly MessageLeases _leases;
    private readonly MessageJournal _journal;

    public KeeperStage()
    {
        var clock = new FakeTimeProvider();
        var metrics = new RedeliveryMetrics(Pushes.Meters());
        Queue = new SwitchedQueue(new MemoryRedeliveryQueue(clock));
        _leases = new MessageLeases(Queue, clock);
        _journal = new MessageJournal(new JournalFolder(Path: null), Pushes.Meters(), clock, NullLogger<MessageJournal>.Instance);
        var copies = new KeptCopies(Queue, metrics, clock, NullLogger<KeptCopies>.Instance);
        var store = new RedeliveryStore(
            Queue, new MemoryRedeliveryQueue(clock), copies, _journal, metrics, clock, NullLogger<RedeliveryStore>.Instance);
        Keeper = new MessageKeeper(store, _leases, new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance), clock);
    }

    public SwitchedQueue Queue { get; }

    public MessageKeeper Keeper { get; }

    public void Dispose()
    {
        _leases.Dispose();
        _journal.Dispose();
    }
}
