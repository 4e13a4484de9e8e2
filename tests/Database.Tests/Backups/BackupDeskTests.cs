using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Backups;
using WxYarpGateway.Database.Settings;
using WxYarpGateway.Database.Tests.Fixtures;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Database.Tests.Backups;

/// <summary>Backups that are asked for while the gateway runs.</summary>
public sealed class BackupDeskTests : IAsyncLifetime
{
    private readonly FakeDisk _disk = new();
    private readonly TestDatabase _database;

    public BackupDeskTests()
        => _database = new TestDatabase(new DatabaseOptions(), folder: null, services => services.AddSingleton<DiskSpace>(_disk));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private BackupDesk Desk => _database.Get<BackupDesk>();

    private string Folder => Path.Combine(_database.Folder.Path, "backups");

    public async ValueTask InitializeAsync()
    {
        await _database.OpenAsync();
        await Desk.StartAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await Desk.StopAsync(CancellationToken.None);
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task One_is_made_at_a_time_and_each_has_a_name_of_its_own_within_a_second()
    {
        var first = await Desk.BeginAsync(Token);
        Assert.Equal(BackupState.Running, first.Begun!.State);
        await UntilDoneAsync(1);
        var second = await Desk.BeginAsync(Token);
        await UntilDoneAsync(2);

        Assert.Equal([second.Begun!.Id, first.Begun.Id], Desk.List().Select(backup => backup.Id));
        Assert.All(Desk.List(), backup => Assert.Equal((100, BackupState.Done), (backup.Progress, backup.State)));
    }

    [Fact]
    public async Task A_second_one_is_told_of_the_first_also_in_another_process()
    {
        using var order = await _database.Get<SqliteBackups>().TryOrderAsync(Token);

        await using var other = new TestDatabase(new DatabaseOptions(), _database.Folder.Path);
        var (mine, theirs) = (await Desk.BeginAsync(Token), await other.Get<BackupDesk>().BeginAsync(Token));

        Assert.Equal(BackupFiles.IdOf(order!.At), mine.Running!.Id);
        Assert.Equal(mine.Running.Id, theirs.Running!.Id);
        Assert.Equal((BackupState.Running, 0), (mine.Running.State, mine.Running.Progress));
        Assert.Null(mine.Begun);
        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => _database.Get<SqliteBackups>().MakeAsync(Token));
    }

    [Fact]
    public async Task A_disk_without_room_is_a_sentence_that_stays_and_no_file()
    {
        _disk.Free = 1000;

        var begun = (await Desk.BeginAsync(Token)).Begun!;

        await Eventually.HoldsAsync(() => Desk.List() is [{ State: BackupState.Failed }], "it failed", Token);
        var failed = Desk.List()[0];
        Assert.Equal(begun.Id, failed.Id);
        Assert.Contains("its disk has 0 MiB left", failed.Sentence, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Folder, "*.unfinished"));
        Assert.Equal(DatabaseStatus.Ready, _database.Access.State.Status);
        await using var other = new TestDatabase(new DatabaseOptions(), _database.Folder.Path);
        Assert.Equal(failed.Sentence, other.Get<BackupDesk>().List()[0].Sentence);

        _disk.Free = null;
        await Desk.BeginAsync(Token);
        await UntilDoneAsync(1);
        Assert.Equal([BackupState.Done, BackupState.Failed], Desk.List().Select(backup => backup.State));
    }

    [Fact]
    public async Task A_process_that_ended_leaves_a_failed_one_that_the_next_removes()
    {
        Directory.CreateDirectory(Folder);
        await File.WriteAllTextAsync(Path.Combine(Folder, "gateway-20251231-235959.db.unfinished"), "half", Token);
        await File.WriteAllTextAsync(Path.Combine(Folder, "gateway-hello.db"), "not ours", Token);

        Assert.Equal(("20251231-235959", BackupState.Failed, 4), Desk.List() is [var broken] ? (broken.Id, broken.State, broken.Bytes) : default);
        await Desk.BeginAsync(Token);
        await UntilDoneAsync(1);

        Assert.Equal([BackupState.Done, BackupState.Failed], Desk.List().Select(backup => backup.State));
        Assert.Contains("ended before", Desk.List()[1].Sentence, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Folder, "gateway-hello.db")));
        Assert.Empty(Directory.GetFiles(Folder, "*.unfinished"));
    }

    [Fact]
    public async Task A_stop_breaks_one_off_and_leaves_nothing_half()
    {
        for (var row = 0; row < 64; row++)
        {
            await _database.Access.WriteAsync(
                async (db, token) => await db.Database.ExecuteSqlAsync(
                    $"INSERT INTO meta (name, value) VALUES ({"large " + row}, hex(randomblob(500000)))", token),
                Token);
        }

        var begun = (await Desk.BeginAsync(Token)).Begun!;
        var unfinished = Path.Combine(Folder, $"gateway-{begun.Id}.db.unfinished");

        // A thread of its own that never sleeps: writing takes some tenths of a second, and must be stopped within them.
        var running = await Task.Factory.StartNew(
            async () =>
            {
                while (BackupFiles.SizeOf(unfinished) == 0 && Desk.List()[0].State == BackupState.Running)
                {
                    Thread.Yield();
                }

                var seen = Desk.List()[0];
                await Desk.StopAsync(Token);
                return seen;
            },
            Token,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap();

        Assert.InRange(running.Progress, 0, 99);
        Assert.Equal(BackupState.Failed, Desk.List()[0].State);
        Assert.Contains("stopped", Desk.List()[0].Sentence, StringComparison.Ordinal);
        Assert.False(File.Exists(unfinished));
        Assert.Contains("stopping", (await Desk.BeginAsync(Token)).Refusal, StringComparison.Ordinal);
        Assert.Single(Desk.List());
    }

    private Task UntilDoneAsync(int count) => Eventually.HoldsAsync(
        () => Desk.List().Count(backup => backup.State == BackupState.Done) == count, $"{count} were made", Token);

    private sealed class FakeDisk : DiskSpace
    {
        public long? Free { get; set; }

        public override long? FreeAt(string file) => Free;
    }
}
