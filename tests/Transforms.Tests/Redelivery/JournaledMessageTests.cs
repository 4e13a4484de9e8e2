using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Journal;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Redelivery;

namespace WxYarpGateway.Transforms.Tests.Redelivery;

/// <summary>What WeChat was told <c>success</c> for while the store is away, on the local disk.</summary>
public sealed class JournaledMessageTests : IAsyncDisposable
{
    private static readonly BackendAnswer Down = new(503, default, null);

    private readonly string _folder = Directory.CreateTempSubdirectory("journal").FullName;
    private readonly List<Stage> _stages = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_folder, "redelivery-0.journal");

    public async ValueTask DisposeAsync()
    {
        foreach (var stage in _stages)
        {
            await stage.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_message_that_failed_while_the_store_was_away_is_delivered_by_the_next_process()
    {
        var first = await StartAsync();
        first.Queue.IsAway = true;
        var message = first.Acquired();
        await FailAsync(first, message);
        var line = Assert.Single(JournalContent.ReadFile(File).Lines);
        var id = line.Id;
        Kill(first);

        var second = await StartAsync();
        await second.Store.TakeAsync("worker", 10);

        var kept = await second.OnlyAsync();
        Assert.Equal((id, message.Id), (kept.Id, kept.MessageId));
        Assert.Equal(MessageKeeping.Of(message).Body.ToArray(), kept.Body.ToArray());
        Assert.Equal((message.Head, message.Format, message.Service.Name), (kept.Head, kept.Format, kept.Service));
        await EmptyAsync();
    }

    [Fact]
    public async Task It_is_delivered_also_while_the_store_stays_away()
    {
        var first = await StartAsync();
        first.Queue.IsAway = true;
        await FailAsync(first, first.Acquired());
        Kill(first);

        var second = await StartAsync();
        second.Queue.IsAway = true;
        var taken = Assert.Single(await second.Store.TakeAsync("worker", 10));
        Assert.True(await second.Store.DoneAsync(taken));

        await EmptyAsync();
    }

    [Fact]
    public async Task A_message_whose_backend_is_at_work_at_the_deadline_is_in_the_journal_until_that_is_done()
    {
        var stage = await StartAsync();
        stage.Queue.IsAway = true;
        var backend = new TaskCompletionSource<Reply>();
        var message = stage.Acquired();
        var work = stage.Transform.InvokeAsync(message, async (_, _) => await backend.Task, Cancelled).AsTask();
        using var giveUp = new CancellationTokenSource();

        await stage.Keeper.LeaseAsync(message, work, giveUp);
        Assert.Single(JournalContent.ReadFile(File).Lines);
        backend.SetResult(new BackendAnswer(200, default, null));
        await work;

        await EmptyAsync();
    }

    [Fact]
    public async Task A_store_that_does_not_answer_keeps_no_message_from_being_safe()
    {
        var stage = await StartAsync();
        stage.Queue.Answers = new TaskCompletionSource().Task;
        var message = stage.Acquired();
        using var giveUp = new CancellationTokenSource();

        var leased = stage.Keeper.LeaseAsync(message, new TaskCompletionSource().Task, giveUp);
        await Eventually.HoldsAsync(() => stage.Host.Clock.WaitingTimers > 0, "the store is waited for", Cancelled);
        stage.Host.Clock.Advance(TimeSpan.FromMilliseconds(60));

        // Long before the call of the store ends by itself.
        await leased.WaitAsync(TimeSpan.FromSeconds(20), Cancelled);
        Assert.Single(JournalContent.ReadFile(File).Lines);
    }

    [Fact]
    public async Task While_the_store_is_there_nothing_is_written()
    {
        var stage = await StartAsync();

        await FailAsync(stage, stage.Acquired());

        Assert.Equal(0, stage.Journal.Batches);
        Assert.Equal(0, new FileInfo(File).Length);
    }

    [Fact]
    public async Task The_file_is_empty_once_the_store_is_back()
    {
        var stage = await StartAsync();
        stage.Queue.IsAway = true;
        await FailAsync(stage, stage.Acquired());
        await FailAsync(stage, stage.Acquired());
        Assert.Equal(2, stage.Journal.Count);

        stage.Queue.IsAway = false;
        await stage.Store.TakeAsync("worker", 10);

        Assert.Equal(2, (await stage.CountAsync()).Waiting + (await stage.CountAsync()).Leased);
        await EmptyAsync();
    }

    [Fact]
    public async Task A_stop_leaves_it_to_the_next_process_and_calls_nothing_lost()
    {
        var first = await StartAsync();
        first.Queue.IsAway = true;
        await FailAsync(first, first.Acquired());

        await first.Store.StopAsync(Cancelled);

        Assert.Contains(first.Host.Logs.Lines, line => line.StartsWith("Warning LeftInJournal", StringComparison.Ordinal));
        Assert.DoesNotContain(first.Host.Metrics.All, metric => metric.Contains("lost", StringComparison.Ordinal));
        Kill(first);
        Assert.Equal(1, (await StartAsync()).Local.Kept);
    }

    [Fact]
    public async Task What_another_version_wrote_is_told_and_left_out()
    {
        using (var file = new JournalFile(File, [new JournalLine("00", "{}"u8.ToArray()), new JournalLine("01", "no json"u8.ToArray())]))
        {
        }

        var stage = await StartAsync();

        Assert.Equal(0, stage.Local.Kept);
        Assert.Equal(2, stage.Host.Logs.Lines.Count(line => line.StartsWith("Error Unreadable", StringComparison.Ordinal)));
        await EmptyAsync();
    }

    [Fact]
    public async Task A_message_whose_time_was_up_meanwhile_is_a_dead_letter()
    {
        var first = await StartAsync();
        first.Queue.IsAway = true;
        await FailAsync(first, first.Acquired());
        Kill(first);

        var second = await StartAsync(ago: first.Service.Redelivery.MaxAge + TimeSpan.FromMinutes(1));
        await second.Store.TakeAsync("worker", 10);
        second.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        await second.Store.TakeAsync("worker", 10);

        Assert.Equal(1, (await second.CountAsync()).Dead);
    }

    private async Task<Stage> StartAsync(TimeSpan ago = default)
    {
        var stage = new Stage(journal: _folder);
        _stages.Add(stage);
        stage.Host.Clock.Advance(ago);
        await stage.Store.StartAsync(Cancelled);
        return stage;
    }

    /// <summary>Lets go of the file as a process that is killed does; what is in its memory is gone.</summary>
    private static void Kill(Stage stage) => stage.Journal.Dispose();

    private static async Task FailAsync(Stage stage, MessageContext message)
        => Assert.Same(Down, await stage.Transform.InvokeAsync(message, (_, _) => new(Down), Cancelled));

    private Task EmptyAsync() => Eventually.HoldsAsync(() => new FileInfo(File).Length == 0, "the journal is empty", Cancelled);
}
