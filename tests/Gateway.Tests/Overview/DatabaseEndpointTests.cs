using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Database.Settings;
using WxYarpGateway.Gateway.Tests.Access;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Rig;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.Testing.Sockets;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Overview;

/// <summary>Backups that are asked for over the internal listener.</summary>
public sealed class DatabaseEndpointTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("backups-");
    private readonly CollectedLogs _log = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _log.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_backup_is_made_behind_its_answer_and_listed_with_its_file()
    {
        await using var gateway = await StartAsync(new() { ["Gateway:Records:Keep"] = "1.00:00:00" });
        await UntilOpenAsync(gateway);

        var (status, json) = await Calls.JsonAsync(gateway.InternalAddress, "/database/backup", HttpMethod.Post);

        Assert.Equal(202, status);
        var id = json.GetProperty("id").GetString();
        await Eventually.HoldsAsync(
            async () => (await ListAsync(gateway)).Any(one => one.GetProperty("state").GetString() == "done"), "it was made", Cancelled);
        var backup = Assert.Single(await ListAsync(gateway));
        Assert.Equal((id, 100), (backup.GetProperty("id").GetString(), backup.GetProperty("progress").GetInt32()));
        var file = backup.GetProperty("file").GetString()!;
        Assert.Equal(Path.Combine(_folder.FullName, "backups", $"gateway-{id}.db"), file);
        Assert.Equal(new FileInfo(file).Length, backup.GetProperty("bytes").GetInt64());
        Assert.Equal(JsonValueKind.Null, backup.GetProperty("sentence").ValueKind);
    }

    [Fact]
    public async Task While_one_is_made_by_any_process_another_is_refused_with_its_id()
    {
        await using var gateway = await StartAsync(new() { ["Gateway:Records:Keep"] = "1.00:00:00" });
        await UntilOpenAsync(gateway);
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "backups"));
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "backups", "gateway-20260102-030405.db.unfinished"), "half", Cancelled);
        await using (new FileStream(
            Path.Combine(_folder.FullName, "backups", "lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            var (status, json) = await Calls.JsonAsync(gateway.InternalAddress, "/database/backup", HttpMethod.Post);

            Assert.Equal((409, "20260102-030405"), (status, json.GetProperty("id").GetString()));
            Assert.Equal("running", Assert.Single(await ListAsync(gateway)).GetProperty("state").GetString());
        }

        // That process is gone, and left it unfinished.
        Assert.Equal("failed", Assert.Single(await ListAsync(gateway)).GetProperty("state").GetString());
        Assert.Equal(202, (await Calls.JsonAsync(gateway.InternalAddress, "/database/backup", HttpMethod.Post)).Status);
        await Eventually.HoldsAsync(
            async () => (await ListAsync(gateway)).Select(one => one.GetProperty("state").GetString()).SequenceEqual(["done", "failed"]),
            "the next was made, and the broken one told",
            Cancelled);
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.FullName, "backups"), "*.unfinished"));
    }

    [Fact]
    public async Task A_backup_that_cannot_be_written_is_a_sentence_and_a_problem()
    {
        await using var gateway = await StartAsync(new() { ["Gateway:Records:Keep"] = "1.00:00:00" });
        await UntilOpenAsync(gateway);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "backups"), "a file where the folder should be", Cancelled);

        var (status, json) = await Calls.JsonAsync(gateway.InternalAddress, "/database/backup", HttpMethod.Post);

        Assert.Equal(409, status);
        Assert.Contains("cannot be written", json.GetProperty("errmsg").GetString(), StringComparison.Ordinal);
        Assert.Empty(await ListAsync(gateway));
    }

    [Fact]
    public async Task Without_a_database_there_is_nothing_to_back_up()
    {
        await using var gateway = await StartAsync([]);

        var (status, json) = await Calls.JsonAsync(gateway.InternalAddress, "/database/backup", HttpMethod.Post);

        Assert.Equal((409, -70409), (status, json.GetProperty("errcode").GetInt32()));
        Assert.Empty(await ListAsync(gateway));
        Assert.Empty(_folder.GetFileSystemInfos());
    }

    [Fact]
    public async Task PostgreSQL_has_its_own_tools()
    {
        await using var gateway = await StartAsync(new()
        {
            ["Gateway:Records:Keep"] = "1.00:00:00",
            ["Gateway:Database:Kind"] = "PostgreSql",
            ["Gateway:Database:Connection"] = $"Host=127.0.0.1;Port={FreePort.Next()};Username=u;Password=planted-secret",
            ["Gateway:Database:Key"] = Convert.ToBase64String(new byte[32]),
        });

        var (status, json) = await Calls.JsonAsync(gateway.InternalAddress, "/database/backup", HttpMethod.Post);

        Assert.Equal(409, status);
        Assert.Contains("pg_dump", json.GetProperty("errmsg").GetString(), StringComparison.Ordinal);
        Assert.Empty(await ListAsync(gateway));
    }

    [Fact]
    public async Task Only_a_key_for_all_services_with_the_scope_opens_it()
    {
        await using var gateway = await StartAsync(new()
        {
            ["Gateway:InternalApiKeys:read:Hash"] = InternalListenerTests.DigestOf("read"),
            ["Gateway:InternalApiKeys:read:Scopes:0"] = "settings:read",
            ["Gateway:InternalApiKeys:write:Hash"] = InternalListenerTests.DigestOf("write"),
            ["Gateway:InternalApiKeys:write:Scopes:0"] = "settings:write",
            ["Gateway:InternalApiKeys:shop:Hash"] = InternalListenerTests.DigestOf("shop"),
            ["Gateway:InternalApiKeys:shop:Scopes:0"] = "settings:read",
            ["Gateway:InternalApiKeys:shop:Scopes:1"] = "settings:write",
            ["Gateway:InternalApiKeys:shop:Services:0"] = "shop",
        });

        Assert.Equal((401, 401), (await PostAsync("none"), await GetAsync("none")));
        Assert.Equal((403, 200), (await PostAsync("read"), await GetAsync("read")));
        Assert.Equal((409, 403), (await PostAsync("write"), await GetAsync("write")));
        Assert.Equal((403, 403), (await PostAsync("shop"), await GetAsync("shop")));

        async Task<int> PostAsync(string key)
            => (await Calls.JsonAsync(gateway.InternalAddress, "/database/backup", HttpMethod.Post, key: key)).Status;

        async Task<int> GetAsync(string key)
        {
            using var answer = await Calls.SendAsync(gateway.InternalAddress, "/database/backups", key: key);
            return (int)answer.StatusCode;
        }
    }

    private static async Task<List<JsonElement>> ListAsync(RunningGateway gateway)
    {
        using var answer = await Calls.SendAsync(gateway.InternalAddress, "/database/backups");
        Assert.Equal(200, (int)answer.StatusCode);
        return [.. JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancelled)).RootElement.EnumerateArray()];
    }

    private Task<RunningGateway> StartAsync(Dictionary<string, string?> settings)
        => RunningGateway.StartAsync(
            new(settings)
            {
                ["Gateway:Services:shop:AppId"] = "wx1",
                ["Gateway:Services:shop:Token"] = "t",
                ["Gateway:Services:shop:MessagePath"] = "/wx",
            },
            _log,
            services => services.AddSingleton(new DataFolder(_folder.FullName)),
            Cancelled);

    private static Task UntilOpenAsync(RunningGateway gateway) => Eventually.HoldsAsync(
        async () => (await Calls.JsonAsync(gateway.InternalAddress, "/overview")).Json.GetProperty("database") is
        { ValueKind: JsonValueKind.Object } database && database.GetProperty("state").GetString() == "healthy",
        "the database was open",
        Cancelled,
        TimeSpan.FromSeconds(60));
}
