using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Settings;
using WxYarpGateway.Database.Tests.Fixtures;
using WxYarpGateway.Testing.PostgreSql;

namespace WxYarpGateway.Database.Tests.Access;

/// <summary>A server of the test's own comes and goes.</summary>
public sealed class PostgreSqlOutageTests : IAsyncLifetime
{
    private PostgreSqlServer _server = null!;
    private TestDatabase _database = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await PostgreSqlServer.StartAsync(Token);

        // The database is not there: the migrations make it.
        _database = new TestDatabase(new DatabaseOptions
        {
            Kind = DatabaseKind.PostgreSql,
            Connection = _server.ConnectionString.Replace("Database=postgres", "Database=wxgw;Password=planted", StringComparison.Ordinal),
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_database_that_goes_is_told_at_once_and_one_that_comes_back_is_used_again()
    {
        await _database.OpenAsync();
        await CountAsync();

        await _server.StopAsync();
        await Assert.ThrowsAsync<DatabaseUnavailableException>(CountAsync);
        Assert.True(_database.Access.IsSuspect);
        await _database.Access.LookAsync(Token);
        Assert.Equal(DatabaseStatus.Away, _database.Access.State.Status);
        var started = Stopwatch.GetTimestamp();
        var exception = await Assert.ThrowsAsync<DatabaseUnavailableException>(CountAsync);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.DoesNotContain("planted", exception.Message + _database.Logs.Text, StringComparison.Ordinal);

        await _server.RunAsync(Token);
        await _database.Access.LookAsync(Token);
        await _database.Access.LookAsync(Token);
        Assert.Equal(DatabaseStatus.Ready, _database.Access.State.Status);
        await CountAsync();
    }

    [Fact]
    public async Task A_database_that_is_away_at_the_start_is_opened_when_it_comes()
    {
        await _server.StopAsync();

        var state = await _database.Access.OpenAsync(Token);
        Assert.Equal(DatabaseStatus.Away, state.Status);
        Assert.Contains("127.0.0.1 does not answer", state.Problem, StringComparison.Ordinal);

        await _server.RunAsync(Token);
        await _database.Access.LookAsync(Token);
        Assert.Equal(DatabaseStatus.Ready, _database.Access.State.Status);
    }

    [Fact]
    public async Task A_frozen_database_keeps_a_call_for_a_few_seconds()
    {
        await _database.OpenAsync();
        await CountAsync();

        await _server.FreezeAsync();
        var started = Stopwatch.GetTimestamp();
        await Assert.ThrowsAsync<DatabaseUnavailableException>(CountAsync);
        var took = Stopwatch.GetElapsedTime(started);
        await _server.ThawAsync();

        Assert.InRange(took, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(20));
        await CountAsync();
    }

    private async Task CountAsync() => await _database.Access.ReadAsync((db, token) => db.Meta.CountAsync(token), Token);
}
