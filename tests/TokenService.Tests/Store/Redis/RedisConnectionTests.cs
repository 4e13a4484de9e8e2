using System.Globalization;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.Testing.Redis;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Leases;
using WxYarpGateway.TokenService.Store.Redis;
using WxYarpGateway.TokenService.Tests.Replicas;

namespace WxYarpGateway.TokenService.Tests.Store.Redis;

[Collection(nameof(Alone))]
[Trait(Alone.Needs, Alone.Machine)]
public sealed class RedisConnectionTests(SharedRedis redis)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_caller_that_is_slow_after_its_answer_holds_up_nobody_elses()
    {
        using var connection = TestRedis.Connect(redis.ConnectionString, SharedRedis.NewPrefix());
        await connection.RunAsync("return 1", [], []);
        using var isOver = new ManualResetEventSlim();
        var slow = HoldAsync();

        Assert.Equal(2, (long)await connection.RunAsync("return 2", [], []).WaitAsync(TimeSpan.FromSeconds(10), Cancelled));
        isOver.Set();
        await slow;

        async Task HoldAsync()
        {
            await connection.RunAsync("return 1", [], []);
            isOver.Wait(Cancelled);
        }
    }

    [Fact]
    public async Task A_server_that_comes_late_or_again_is_found_and_its_news_heard()
    {
        await using var server = await RedisServer.StartAsync(Cancelled);
        await server.StopAsync();
        using var connection = TestRedis.Connect(server.ConnectionString, "test:");
        var heard = new List<string>();
        connection.Subscribe("news", news =>
        {
            lock (heard)
            {
                heard.Add(news);
            }
        });
        await Assert.ThrowsAnyAsync<RedisException>(() => connection.RunAsync("return 1", [], []));

        for (var time = 1; time <= 2; time++)
        {
            await server.RunAsync(Cancelled);
            await Eventually.HoldsAsync(() => TellsAsync($"news {time}"), "Redis was found", Cancelled);
            await server.StopAsync();
        }

        async Task<bool> TellsAsync(string news)
        {
            try
            {
                await connection.RunAsync("return redis.call('PUBLISH', ARGV[1], ARGV[2])", [], [connection.Key("news"), news]);
            }
            catch (RedisException)
            {
                return false;
            }

            lock (heard)
            {
                return heard.Contains(news);
            }
        }
    }

    [Fact]
    public async Task News_come_in_the_order_in_which_they_were_told()
    {
        using var connection = TestRedis.Connect(redis.ConnectionString, SharedRedis.NewPrefix());
        const int Count = 20_000;
        var heard = new List<int>();
        var isOver = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.Subscribe("news", news =>
        {
            heard.Add(int.Parse(news, CultureInfo.InvariantCulture));
            if (heard.Count == Count)
            {
                isOver.SetResult();
            }
        });
        await Eventually.HoldsAsync(async () => await redis.ListenersAsync(connection.Key("news")) == 1, "Redis tells the news", Cancelled);

        for (var first = 0; first < Count; first += 100)
        {
            await connection.RunAsync(
                "for i = ARGV[2], ARGV[2] + 99 do redis.call('PUBLISH', ARGV[1], i) end return 1", [], [connection.Key("news"), first]);
        }

        await isOver.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancelled);
        Assert.Equal(Enumerable.Range(0, Count), heard);
    }

    [Fact]
    public async Task A_server_that_takes_nothing_and_answers_all_else_is_told_of_once()
    {
        await using var server = await RedisServer.StartAsync(Cancelled);
        using var logs = new CollectedLogs();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(logs));
        using var connection = new RedisConnection(
            Options.Create(new StoreOptions { Kind = StoreKind.Redis, Redis = server.ConnectionString, KeyPrefix = "test:" }),
            TimeProvider.System,
            factory.CreateLogger<RedisConnection>());
        await WriteAsync();
        await server.FillAsync();

        for (var call = 0; call < 5; call++)
        {
            await Assert.ThrowsAsync<RedisServerException>(WriteAsync);
            await connection.RunAsync("return redis.call('GET', KEYS[1])", [connection.Key("x")], []);
            Assert.Equal("its memory is full", connection.Problem);
        }

        Assert.Single(logs.Lines, line => line.Contains("RedisRefused", StringComparison.Ordinal));
        await server.MakeRoomAsync();
        await WriteAsync();
        Assert.Null(connection.Problem);

        Task WriteAsync() => connection.RunAsync("return redis.call('SET', KEYS[1], '1')", [connection.Key("x")], []);
    }

    [Fact]
    public async Task A_call_that_fails_while_Redis_is_away_fails_at_once_and_is_never_carried_out()
    {
        await using var server = await RedisServer.StartAsync(Cancelled, isDurable: true);
        using var connection = TestRedis.Connect(server.ConnectionString, "test:");
        Assert.Equal(1, await CountAsync());
        await server.StopAsync();

        var startedAt = TimeProvider.System.GetTimestamp();
        for (var call = 0; call < 20; call++)
        {
            await Assert.ThrowsAnyAsync<RedisException>(CountAsync);
        }

        Assert.InRange(TimeProvider.System.GetElapsedTime(startedAt), TimeSpan.Zero, TimeSpan.FromSeconds(2));
        await server.RunAsync(Cancelled);
        await Eventually.HoldsAsync(IsBackAsync, "Redis was found", Cancelled);
        Assert.Equal(2, await CountAsync());

        async Task<long> CountAsync()
            => (long)await connection.RunAsync("return redis.call('INCR', KEYS[1])", [connection.Key("calls")], []);

        async Task<bool> IsBackAsync()
        {
            await ((Task)connection.PingAsync()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return connection.IsConnected;
        }
    }

    [Fact]
    public async Task A_frozen_server_costs_a_call_its_bound_whatever_it_does_about_it()
    {
        await using var server = await RedisServer.StartAsync(Cancelled);
        using var connection = TestRedis.Connect(server.ConnectionString, "test:");
        var guard = new StoreGuard(TimeProvider.System, NullLogger<StoreGuard>.Instance);
        var cache = new GuardedCache(connection, guard);
        await cache.SetAsync("key", [1], new DistributedCacheEntryOptions(), Cancelled);
        await server.FreezeAsync();

        var startedAt = TimeProvider.System.GetTimestamp();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => cache.GetAsync("key", Cancelled));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => cache.GetAsync("key", Cancelled));
        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await guard.AskAsync(static (asked, _) => new ValueTask<bool>(asked.PingAsync()), connection, Cancelled));

        Assert.InRange(TimeProvider.System.GetElapsedTime(startedAt), TimeSpan.FromMilliseconds(450), TimeSpan.FromSeconds(1));
        await server.ThawAsync();
    }

    [Fact]
    public async Task What_a_frozen_server_did_for_nobody_is_undone_however_long_it_was_frozen()
    {
        await using var server = await RedisServer.StartAsync(Cancelled);
        using var connection = TestRedis.Connect(server.ConnectionString, "test:");
        var guard = new StoreGuard(TimeProvider.System, NullLogger<StoreGuard>.Instance);
        var leases = new GuardedLeases(new RedisLeases(connection), guard);

        // So that Redis knows the script.
        Assert.NotNull(await leases.TryAcquireAsync("other", TimeSpan.FromHours(1), Cancelled));
        await server.FreezeAsync();
        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await leases.TryAcquireAsync("thing", TimeSpan.FromHours(1), Cancelled));

        // Longer than the client waits for an answer.
        await Assert.ThrowsAnyAsync<TimeoutException>(() => connection.PingAsync());
        await server.ThawAsync();

        await Eventually.HoldsAsync(IsFreeAsync, "the lease was given back", Cancelled);

        async Task<bool> IsFreeAsync()
        {
            try
            {
                return await leases.TryAcquireAsync("thing", TimeSpan.FromHours(1), Cancelled) is not null;
            }
            catch (StoreUnavailableException)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task A_server_that_forgot_its_scripts_is_told_them_again()
    {
        await using var server = await RedisServer.StartAsync(Cancelled);
        using var connection = TestRedis.Connect(server.ConnectionString, "test:");
        const string script = "return 1";
        await connection.RunAsync(script, [], []);
        await using var other = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        await other.GetDatabase().ExecuteAsync("SCRIPT", "FLUSH");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => connection.RunAsync(script, [], [])));

        Assert.All(answers, answer => Assert.Equal(1, (long)answer));
    }

    [Theory]
    [InlineData("localhost:6379,password=p4ss,wo=rd")]
    [InlineData("redis://localhost:6379")]
    [InlineData("localhost:99999")]
    [InlineData("password=p4ss")]
    [InlineData("")]
    public void What_is_no_connection_string_is_told_without_a_word_of_it(string text)
    {
        var result = new StoreOptionsValidator().Validate("Gateway:Store", new StoreOptions { Kind = StoreKind.Redis, Redis = text });

        var error = Assert.Single(result.Failures!);
        Assert.StartsWith("The field Gateway:Store.Redis must be a connection string", error, StringComparison.Ordinal);
        Assert.DoesNotContain("p4ss", error, StringComparison.Ordinal);
        Assert.DoesNotContain("'wo'", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wx gw:")]
    [InlineData("wxgw\n")]
    [InlineData("网关:")]
    [InlineData("wxgw:wxgw:wxgw:wxgw:wxgw:wxgw:wxgw:wxgw:wxgw:wxgw:wxgw:wxgw:wxgw:")]
    public void A_prefix_is_short_and_printable(string prefix)
        => Assert.Single(new StoreOptionsValidator().Validate("Gateway:Store", new StoreOptions { KeyPrefix = prefix }).Failures!);

    [Fact]
    public void The_options_are_fine_as_they_come_and_with_a_password()
    {
        Assert.True(new StoreOptionsValidator().Validate(null, new StoreOptions()).Succeeded);
        Assert.True(new StoreOptionsValidator().Validate(null, new StoreOptions
        {
            Kind = StoreKind.Redis,
            Redis = "a:1,b:2,password=p,ssl=true,defaultDatabase=3",
            KeyPrefix = "{wxgw}:"
        }).Succeeded);
    }
}
