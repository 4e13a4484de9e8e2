using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Tests.Configuration;
using WxYarpGateway.Platform.Tests.Rules;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Platform.Tests.Authorizers;

/// <summary>The memory of replicas follows the rows in the database.</summary>
public sealed class AuthorizerLoaderTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new();
    private readonly FakeNews _news = new();
    private readonly CollectedLogs _logs = new();
    private readonly LoggerFactory _logging;
    private readonly List<Replica> _replicas = [];
    private RowsInMemory _rows = null!;

    public AuthorizerLoaderTests() => _logging = new LoggerFactory([_logs]);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _rows = new RowsInMemory(_clock);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }

        _logging.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public async Task The_start_waits_until_the_rows_are_in_memory()
    {
        _rows.Put(Shop("wxone", "海风书店"));

        var replica = await StartAsync();

        Assert.Equal("海风书店", replica.NameOf("wxone"));
    }

    [Fact]
    public async Task A_change_that_one_replica_tells_of_is_in_the_memory_of_both()
    {
        var first = await StartAsync();
        var second = await StartAsync();

        _rows.Put(Shop("wxone", "new"));
        await first.TellAsync("wxone");
        await HoldsAsync(() => first.NameOf("wxone") == "new" && second.NameOf("wxone") == "new", "both have the new account");

        _rows.Remove(IdOf("wxone"));
        await second.TellAsync("wxone");
        await HoldsAsync(() => first.NameOf("wxone") is null && second.NameOf("wxone") is null, "both have forgotten it");
    }

    [Fact]
    public async Task A_change_without_news_is_found_within_a_minute()
    {
        var replica = await StartAsync();
        await WaitsAsync();

        _rows.Put(Shop("wxone", "silent"));
        _clock.Advance(AuthorizerLoader.Round);

        await HoldsAsync(() => replica.NameOf("wxone") == "silent", "the round found it");
    }

    [Fact]
    public async Task While_the_database_is_away_the_memory_stays_and_news_waits()
    {
        _rows.Put(Shop("wxone", "old"));
        var replica = await StartAsync();
        await WaitsAsync();

        _rows.IsAway = true;
        _rows.Put(Shop("wxone", "changed"));
        _rows.Put(Shop("wxtwo", "added"));
        await replica.TellAsync("wxone");
        await replica.TellAsync("wxtwo");
        await HoldsAsync(() => _logs.Lines.Any(line => line.Contains("Away", StringComparison.Ordinal)), "the failure was told");
        Assert.Equal(("old", null), (replica.NameOf("wxone"), replica.NameOf("wxtwo")));

        _rows.IsAway = false;
        await HoldsAsync(
            () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                return replica.NameOf("wxone") == "changed" && replica.NameOf("wxtwo") == "added";
            },
            "what was told meanwhile is in memory");
    }

    [Fact]
    public async Task A_database_that_is_away_at_the_start_holds_it_up_for_five_seconds_and_no_longer()
    {
        _rows.IsAway = true;
        _rows.Put(Shop("wxone", "late"));
        var replica = await CreateAsync();
        var started = replica.Loader.StartAsync(Cancelled);
        await HoldsAsync(() => _rows.Calls > 0, "the rows were asked for");
        Assert.False(started.IsCompleted);

        _clock.Advance(TimeSpan.FromSeconds(5));
        await started.WaitAsync(Cancelled);
        Assert.Null(replica.NameOf("wxone"));

        _rows.IsAway = false;
        await HoldsAsync(
            () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                return replica.NameOf("wxone") == "late";
            },
            "the rows came when the database did");
    }

    private static AppId IdOf(string appId) => AppId.TryParse(appId, out var id) ? id : throw new ArgumentException(appId);

    private static Authorizer Shop(string appId, string name) => new(IdOf("wxcomponent"), IdOf(appId)) { NickName = name };

    private static Task HoldsAsync(Func<bool> condition, string what) => Eventually.HoldsAsync(condition, what, Cancelled);

    // The pause is over only for who waits.
    // Not any timer: the start waits with one of its own, which may still be there.
    private Task WaitsAsync() => HoldsAsync(() => _clock.HasTimerDueIn(AuthorizerLoader.Round), "the replica waits for news");

    private async Task<Replica> StartAsync()
    {
        var replica = await CreateAsync();
        await replica.Loader.StartAsync(Cancelled);
        return replica;
    }

    private async Task<Replica> CreateAsync()
    {
        var services = await Compiling.LoadedAsync();
        var (platforms, registry) = (services.GetRequiredService<PlatformCatalog>(), services.GetRequiredService<AuthorizerRegistry>());
        var changes = new AuthorizerChanges(_news);
        var metrics = new AuthorizerMetrics(services.GetRequiredService<IMeterFactory>(), platforms, registry);
        var loader = new AuthorizerLoader(
            platforms, registry, changes, [_rows], metrics, _clock, _logging.CreateLogger<AuthorizerLoader>());
        var replica = new Replica(services, registry, changes, loader);
        _replicas.Add(replica);
        return replica;
    }

    private sealed record Replica(
        ServiceProvider Services, AuthorizerRegistry Registry, AuthorizerChanges Changes, AuthorizerLoader Loader) : IAsyncDisposable
    {
        public string? NameOf(string appId) => Registry.Find(IdOf("wxcomponent"), IdOf(appId))?.NickName;

        public ValueTask<bool> TellAsync(string appId) => Changes.PublishAsync(IdOf("wxcomponent"), IdOf(appId), Cancelled);

        public async ValueTask DisposeAsync()
        {
            await Loader.StopAsync(CancellationToken.None);
            Loader.Dispose();
            await Services.DisposeAsync();
        }
    }
}
