using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.Journal;
using WxYarpGateway.Transforms.Redelivery;
using WxYarpGateway.Transforms.Redelivery.Queue;
using WxYarpGateway.Transforms.Tests.Pipeline;
using WxYarpGateway.Transforms.Tests.Redelivery.Queue;

namespace WxYarpGateway.Transforms.Tests.Redelivery;

/// <summary>A journal that an operator imports.</summary>
public sealed class UndeliveredMessagesTests : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("journal").FullName;
    private readonly TestHost _host = new();
    private readonly MemoryRedeliveryQueue _messages;
    private readonly SwitchedQueue _queue;
    private readonly UndeliveredMessages _undelivered;

    public UndeliveredMessagesTests()
    {
        _messages = new MemoryRedeliveryQueue(_host.Clock);
        _queue = new SwitchedQueue(_messages);
        _undelivered = new UndeliveredMessages(_queue, _host.RedeliveryMetrics, _host.Clock);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_is_imported_is_counted_though_the_first_call_of_the_store_took_too_long_and_another_replica_was_quick()
    {
        _queue.IsLate = true;
        var importing = _undelivered.ImportJournalAsync(await JournalAsync(KeptMessages.New()), Cancelled).AsTask();
        await Eventually.HoldsAsync(() => _host.Clock.WaitingTimers == 1, "it pauses", Cancelled);
        await _messages.TakeAsync("another", 10, Cancelled);

        _host.Clock.Advance(TimeSpan.FromMilliseconds(500));

        Assert.Equal(new JournalImport(Imported: 1, Known: 0, Full: 0, Unreadable: 0), await importing);
        Assert.Single((await _messages.TakeAsync("another", 10, Cancelled)).Taken);
    }

    [Fact]
    public async Task What_was_delivered_or_is_being_delivered_is_known()
    {
        var (delivered, taken) = (KeptMessages.New(), KeptMessages.New());
        var path = await JournalAsync(delivered, taken);
        await _messages.KeepAsync(KeptMessages.Keep(taken), Cancelled);
        Assert.Single((await _messages.TakeAsync("another", 10, Cancelled)).Taken);
        await _messages.DoneAsync(delivered.Id, isRedelivery: false, Cancelled);

        var import = await _undelivered.ImportJournalAsync(path, Cancelled);

        Assert.Equal(new JournalImport(Imported: 0, Known: 2, Full: 0, Unreadable: 0), import);
    }

    [Fact]
    public async Task A_store_that_stays_away_is_given_up_after_some_seconds()
    {
        _queue.IsAway = true;
        var importing = _undelivered.ImportJournalAsync(await JournalAsync(KeptMessages.New()), Cancelled).AsTask();

        await Eventually.HoldsAsync(
            () =>
            {
                _host.Clock.Advance(TimeSpan.FromMilliseconds(100));
                return importing.IsCompleted;
            },
            "it was given up",
            Cancelled);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => importing);
    }

    private async Task<string> JournalAsync(params KeptMessage[] messages)
    {
        var path = Path.Combine(_folder, "redelivery-0.journal");
        await using var file = File.Create(path);
        foreach (var message in messages)
        {
            var content = JournaledMessage.Write(KeptMessages.Keep(message), _host.Clock.GetUtcNow());
            await file.WriteAsync(new JournalLine(message.Id, content).Write(), Cancelled);
        }

        return path;
    }
}
