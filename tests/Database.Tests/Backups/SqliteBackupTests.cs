using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Backups;
using WxYarpGateway.Database.Settings;
using WxYarpGateway.Database.Tables;
using WxYarpGateway.Database.Tables.Platforms;
using WxYarpGateway.Database.Tests.Fixtures;
using WxYarpGateway.Database.Upkeep;

namespace WxYarpGateway.Database.Tests.Backups;

/// <summary>The restore drill of docs/operations.md, and the backups that it needs.</summary>
public sealed class SqliteBackupTests : IAsyncLifetime
{
    private readonly TestDatabase _lost = new(new DatabaseOptions());
    private readonly DirectoryInfo _safe = Directory.CreateTempSubdirectory("safe-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _lost.OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await _lost.DisposeAsync();
        _safe.Delete(recursive: true);
    }

    [Fact]
    public async Task A_backup_made_under_writes_and_the_key_bring_everything_back_and_the_backup_alone_does_not()
    {
        await AddAsync(0);
        using var enough = new CancellationTokenSource();
        var writing = Task.Run(
            async () =>
            {
                for (var number = 1; !enough.IsCancellationRequested; number++)
                {
                    await AddAsync(number);
                }
            },
            Token);
        var backup = await _lost.Get<DatabaseCare>().BackUpAsync(file: null, Token);
        await enough.CancelAsync();
        await writing;
        var restored = Path.Combine(_safe.FullName, "gateway.db");
        File.Copy(backup, restored);

        await using (var withoutKey = new TestDatabase(new DatabaseOptions(), _safe.FullName))
        {
            var refused = await withoutKey.Access.OpenAsync(Token);
            Assert.Equal(DatabaseStatus.Refused, refused.Status);
            Assert.Contains("another key", refused.Problem, StringComparison.Ordinal);
        }

        File.Copy(_lost.Folder.KeyFile, Path.Combine(_safe.FullName, "key"), overwrite: true);
        await using var whole = new TestDatabase(new DatabaseOptions(), _safe.FullName);
        await whole.OpenAsync();
        var row = await whole.Access.ReadAsync(
            (db, token) => db.Authorizers.AsNoTracking().FirstAsync(it => it.AppId == "wx0", token), Token);
        Assert.Equal("refresh 0", whole.Access.Cipher.OpenText(SealedFields.RefreshToken("wxc", "wx0"), row.RefreshToken));
        Assert.Empty((await whole.Get<DatabaseCare>().VerifyAsync(Token)).Problems);
    }

    [Fact]
    public async Task Seven_backups_are_kept()
    {
        var made = new List<string>();
        for (var number = 0; number < 9; number++)
        {
            made.Add(await _lost.Get<SqliteBackups>().MakeAsync(Token));
            _lost.Clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal(made.TakeLast(7).Reverse(), _lost.Get<SqliteBackups>().InFolder().Select(backup => backup.File));
    }

    [Fact]
    public async Task A_backup_is_made_each_night_after_three_and_one_that_was_missed_is_made_up_for()
    {
        // The clock stands at midnight.
        var worker = _lost.Get<UpkeepWorker>();
        await worker.RunAsync(Token);
        Assert.Single(_lost.Get<SqliteBackups>().InFolder());

        _lost.Clock.Advance(TimeSpan.FromHours(2.9));
        await worker.RunAsync(Token);
        Assert.Single(_lost.Get<SqliteBackups>().InFolder());

        _lost.Clock.Advance(TimeSpan.FromHours(0.2));
        await worker.RunAsync(Token);
        await worker.RunAsync(Token);
        Assert.Equal(2, _lost.Get<SqliteBackups>().InFolder().Count);

        _lost.Clock.Advance(TimeSpan.FromDays(3));
        await worker.RunAsync(Token);
        Assert.Equal(3, _lost.Get<SqliteBackups>().InFolder().Count);
    }

    [Fact]
    public async Task Upkeep_that_fails_unexpectedly_is_told_and_stops_no_gateway()
    {
        await _lost.Access.WriteAsync((db, token) => db.Database.ExecuteSqlAsync($"DROP TABLE notice", token), Token);

        await _lost.Get<UpkeepWorker>().RunAsync(Token);

        Assert.Contains(_lost.Logs.Lines, line => line.Contains("upkeep failed unexpectedly", StringComparison.Ordinal));

        // Not in an hour: the rest of the work is due still.
        Assert.True(await _lost.Get<SharedLease>().TryTakeAsync("retention", TimeSpan.FromHours(1), Token));
    }

    [Fact]
    public async Task A_backup_that_cannot_be_written_is_a_sentence_and_leaves_what_was_there()
    {
        var care = _lost.Get<DatabaseCare>();

        var exception = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => care.BackUpAsync("/proc/nowhere/backup.db", Token));

        Assert.StartsWith("The database is not available: ", exception.Message, StringComparison.Ordinal);
        Assert.Equal(DatabaseStatus.Ready, _lost.Access.State.Status);
    }

    private async Task AddAsync(int number)
        => await _lost.Access.WriteAsync(
            (db, token) =>
            {
                db.Authorizers.Add(new AuthorizerRow
                {
                    Platform = "wxc",
                    AppId = $"wx{number}",
                    Kind = "MiniProgram",
                    Status = "Authorized",
                    RefreshToken = db.Cipher.Seal(SealedFields.RefreshToken("wxc", $"wx{number}"), $"refresh {number}"),
                });
                return db.SaveChangesAsync(token);
            },
            Token);
}
