using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Encryption;
using WxYarpGateway.Database.Settings;
using WxYarpGateway.Database.Tests.Fixtures;

namespace WxYarpGateway.Database.Tests.Access;

public sealed class SqliteOpeningTests : IAsyncLifetime
{
    private readonly TestDatabase _first = new(new DatabaseOptions());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _first.DisposeAsync();

    [Fact]
    public async Task A_database_without_a_key_gets_one_that_only_its_owner_may_read_and_a_warning()
    {
        await _first.OpenAsync();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(_first.Folder.KeyFile).UnixFileMode);
        Assert.NotNull(FieldKey.TryParse(await File.ReadAllTextAsync(_first.Folder.KeyFile, Token)));
        Assert.Contains("Warning KeyMade", _first.Logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            (await File.ReadAllTextAsync(_first.Folder.KeyFile, Token)).Trim(), _first.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_start_takes_the_same_key()
    {
        await _first.OpenAsync();

        await using var next = Next();
        await next.OpenAsync();

        Assert.DoesNotContain("KeyMade", next.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_that_is_too_busy_to_open_the_database_is_no_reason_to_stop()
    {
        using var engine = new SqliteEngine(Path.Combine(Path.GetTempPath(), "nothing"));

        // Thrown by Entity Framework when a thread gets no processor for a second while it matches a migration's name.
        var thrown = new InvalidOperationException("outer", new RegexMatchTimeoutException());

        Assert.Equal("this machine was too busy to open it", engine.WhyUnavailable(thrown));
    }

    [Fact]
    public async Task Another_key_is_refused_and_the_sentence_says_what_to_do()
    {
        await _first.OpenAsync();

        await using var next = Next(options => options.Key = FieldKey.NewBase64());
        var state = await next.Access.OpenAsync(Token);

        Assert.Equal(DatabaseStatus.Refused, state.Status);
        Assert.StartsWith("The database has another key than this gateway.", state.Problem, StringComparison.Ordinal);
        Assert.Contains("PreviousKeys", state.Problem, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DatabaseUnavailableException>(
            async () => await next.Access.ReadAsync((db, token) => db.Meta.CountAsync(token), Token));
    }

    [Fact]
    public async Task A_key_file_with_something_else_is_refused()
    {
        await _first.OpenAsync();
        await File.WriteAllTextAsync(_first.Folder.KeyFile, "not a key", Token);

        await using var next = Next();
        var state = await next.Access.OpenAsync(Token);

        Assert.Equal(DatabaseStatus.Refused, state.Status);
        Assert.Contains("holds no key", state.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused()
    {
        await _first.OpenAsync();
        await RunAsync("""INSERT INTO "__EFMigrationsHistory" VALUES ('20991231000000_Later', '10.0.15')""");

        await using var next = Next();
        var state = await next.Access.OpenAsync(Token);

        Assert.Equal(DatabaseStatus.Refused, state.Status);
        Assert.StartsWith(
            "The database is newer than this gateway: it has the migration 20991231000000_Later", state.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_leave_to_migrate_a_database_without_tables_is_refused()
    {
        await using var next = Next(options => options.Migrate = false);
        var state = await next.Access.OpenAsync(Token);

        Assert.Equal(DatabaseStatus.Refused, state.Status);
        Assert.EndsWith("Run the command: database migrate", state.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_was_killed_while_it_migrated_keeps_nobody_from_it()
    {
        await RunAsync(
            """
            CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01 00:00:00');
            """);

        await _first.OpenAsync();
    }

    [Fact]
    public async Task Gateways_that_open_a_new_database_at_once_all_get_it()
    {
        await using var second = Next();
        await using var third = Next();

        await Task.WhenAll(_first.OpenAsync(), second.OpenAsync(), third.OpenAsync());
    }

    [Fact]
    public async Task A_damaged_file_is_a_sentence()
    {
        await File.WriteAllTextAsync(_first.Folder.DatabaseFile, new string('x', 10_000), Token);

        var state = await _first.Access.OpenAsync(Token);

        Assert.Equal(DatabaseStatus.Away, state.Status);
        Assert.Contains("is damaged; restore a backup", state.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_process_that_writes_for_long_is_waited_for_five_seconds_and_told()
    {
        await _first.OpenAsync();
        await using var other = new SqliteConnection($"Data Source={_first.Folder.DatabaseFile};Pooling=false");
        await other.OpenAsync(Token);
        await using var writing = other.BeginTransaction();

        var exception = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => WriteAsync("a"));
        await writing.RollbackAsync(Token);

        Assert.Contains("another process", exception.Message, StringComparison.Ordinal);
        await WriteAsync("b");
    }

    [Fact]
    public async Task What_must_outlive_a_loss_of_power_is_synchronized_fully_whatever_the_connection_did_before()
    {
        await _first.OpenAsync();

        Assert.Equal(1, await SynchronousAsync(Durability.ProcessEnd));
        Assert.Equal(2, await SynchronousAsync(Durability.PowerLoss));
        Assert.Equal(
            "wal",
            await _first.Access.ReadAsync(
                async (db, token) => (await db.Database.SqlQueryRaw<string>("SELECT journal_mode AS \"Value\" FROM pragma_journal_mode")
                    .ToListAsync(token)).Single(),
                Token));
    }

    [Fact]
    public async Task A_secret_is_nowhere_in_the_files()
    {
        const string Planted = "planted-refresh-token";
        await _first.OpenAsync();
        await WriteAsync(Convert.ToBase64String(_first.Access.Cipher.Seal(Database.Tables.SealedFields.Meta("sealed:planted"), Planted)));

        foreach (var file in Directory.GetFiles(_first.Folder.Path))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, Token);
            Assert.Equal(-1, bytes.AsSpan().IndexOf("planted-refresh-token"u8));
        }
    }

    private TestDatabase Next(Action<DatabaseOptions>? change = null)
    {
        var options = new DatabaseOptions();
        change?.Invoke(options);
        return new TestDatabase(options, _first.Folder.Path);
    }

    private async Task RunAsync(string statement)
    {
        await using var connection = new SqliteConnection($"Data Source={_first.Folder.DatabaseFile};Pooling=false");
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync(Token);
    }

    private async Task WriteAsync(string value)
        => await _first.Access.WriteAsync(
            (db, token) => db.Database.ExecuteSqlAsync($"INSERT INTO meta (name, value) VALUES ('test', {value})", token), Token);

    private async Task<int> SynchronousAsync(Durability durability)
        => await _first.Access.WriteAsync(
            async (db, token) => (await db.Database.SqlQueryRaw<int>("SELECT synchronous AS \"Value\" FROM pragma_synchronous")
                .ToListAsync(token)).Single(),
            Token,
            durability);
}
