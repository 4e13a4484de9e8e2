using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Database.Settings;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Rig;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.Testing.Redis;
using WxYarpGateway.Testing.Sockets;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Health;

/// <summary>What is told of the database.</summary>
public sealed class DatabaseHealthTests(SharedRedis redis) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("database-");
    private readonly CollectedLogs _log = new();
    private readonly HastenedTimeProvider _clock = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _log.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_gateway_that_needs_no_database_opens_none_and_tells_of_none()
    {
        await using var gateway = await StartAsync("a", []);

        var (status, json) = await ReadyAsync(gateway);

        Assert.Equal((200, "ready"), (status, json.GetProperty("status").GetString()));
        Assert.False(json.TryGetProperty("database", out _));
        Assert.Empty(_folder.GetFileSystemInfos());
    }

    [Fact]
    public async Task A_gateway_that_needs_one_opens_it()
    {
        await using var gateway = await StartAsync("a", new() { ["Gateway:Records:Keep"] = "1.00:00:00" });

        await UntilAsync(gateway, "the database was open", json => json.TryGetProperty("database", out var database)
            && database.GetProperty("available").GetBoolean() && database.GetProperty("kind").GetString() == "Sqlite");

        Assert.True(File.Exists(Path.Combine(_folder.FullName, "a", "gateway.db")));
    }

    [Fact]
    public async Task A_database_that_is_away_at_the_start_keeps_no_push_from_its_answer()
    {
        await using var gateway = await StartAsync("a", new()
        {
            ["Gateway:Records:Keep"] = "1.00:00:00",
            ["Gateway:Database:Kind"] = "PostgreSql",
            ["Gateway:Database:Connection"] = $"Host=127.0.0.1;Port={FreePort.Next()};Username=u;Password=planted-secret",
            ["Gateway:Database:Key"] = Convert.ToBase64String(new byte[32]),
        });

        await UntilAsync(gateway, "the database was missed", json => json.TryGetProperty("database", out var database)
            && !database.GetProperty("available").GetBoolean());
        var (status, json) = await ReadyAsync(gateway);

        Assert.Equal((200, "degraded"), (status, json.GetProperty("status").GetString()));
        Assert.Contains("Pushes are served without it.", json.GetProperty("reasons").GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("planted-secret", json.GetRawText() + _log.Text, StringComparison.Ordinal);
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(gateway.Address, "/wx?echostr=1"), Cancelled);
        Assert.Equal(403, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Of_two_gateways_with_one_redis_and_a_sqlite_database_each_the_second_is_not_ready_and_says_why()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Gateway:Records:Keep"] = "1.00:00:00",
            ["Gateway:Store:Kind"] = "Redis",
            ["Gateway:Store:Redis"] = redis.ConnectionString,
            ["Gateway:Store:KeyPrefix"] = SharedRedis.NewPrefix(),
        };
        await using var first = await StartAsync("a", settings);
        await Eventually.HoldsAsync(
            async () =>
            {
                GoOn();
                return await redis.Database.KeyExistsAsync(settings["Gateway:Store:KeyPrefix"] + "database:sqlite-replica");
            },
            "the first said that it is there",
            Cancelled,
            TimeSpan.FromSeconds(60));

        await using var second = await StartAsync("b", settings);

        await Eventually.HoldsAsync(
            async () =>
            {
                GoOn();
                return await ReadyAsync(second) is (503, var json)
                    && json.GetProperty("reasons").GetRawText().Contains("Kind PostgreSql", StringComparison.Ordinal);
            },
            "the second was not ready",
            Cancelled,
            TimeSpan.FromSeconds(60));
        Assert.Equal(200, (await ReadyAsync(first)).Status);

        // A gateway looks every few seconds.
        void GoOn() => _clock.Advance(TimeSpan.FromSeconds(1));
    }

    private Task<RunningGateway> StartAsync(string folder, Dictionary<string, string?> settings)
        => RunningGateway.StartAsync(
            new(settings)
            {
                ["Gateway:Services:shop:AppId"] = "wx1",
                ["Gateway:Services:shop:Token"] = "t",
                ["Gateway:Services:shop:MessagePath"] = "/wx",
            },
            _log,
            services => services.AddSingleton(new DataFolder(Path.Combine(_folder.FullName, folder))).AddSingleton<TimeProvider>(_clock),
            Cancelled);

    private static async Task UntilAsync(RunningGateway gateway, string what, Func<JsonElement, bool> condition)
        => await Eventually.HoldsAsync(
            async () => condition((await ReadyAsync(gateway)).Json), what, Cancelled, TimeSpan.FromSeconds(60));

    private static async Task<(int Status, JsonElement Json)> ReadyAsync(RunningGateway gateway)
        => await Calls.JsonAsync(gateway.InternalAddress, "/health/ready");
}
