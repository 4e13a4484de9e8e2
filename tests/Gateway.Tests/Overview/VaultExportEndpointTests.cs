using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Database.Settings;
using WxYarpGateway.Database.Upkeep;
using WxYarpGateway.Gateway.Tests.Access;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Rig;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Overview;

/// <summary>Exports of the vault that are asked for over the internal listener.</summary>
public sealed class VaultExportEndpointTests : IDisposable
{
    private const string Planted = "planted-refresh-token";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vault-");
    private readonly CollectedLogs _log = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _log.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Only_a_key_that_names_the_scope_exports_and_no_answer_has_anything_of_the_file()
    {
        await using var gateway = await StartAsync(new()
        {
            ["Gateway:Records:Keep"] = "1.00:00:00",
            ["Gateway:InternalApiKeys:all"] = InternalListenerTests.DigestOf("all"),
            ["Gateway:InternalApiKeys:old:Hash"] = InternalListenerTests.DigestOf("old"),
            ["Gateway:InternalApiKeys:old:Scopes:0"] = "api",
            ["Gateway:InternalApiKeys:old:Scopes:1"] = "secrets",
            ["Gateway:InternalApiKeys:old:Scopes:2"] = "settings:write",
            ["Gateway:InternalApiKeys:vault:Hash"] = InternalListenerTests.DigestOf("vault"),
            ["Gateway:InternalApiKeys:vault:Scopes:0"] = "vault:export",
            ["Gateway:InternalApiKeys:shop:Hash"] = InternalListenerTests.DigestOf("shop"),
            ["Gateway:InternalApiKeys:shop:Scopes:0"] = "vault:export",
            ["Gateway:InternalApiKeys:shop:Services:0"] = "shop",
        });
        await FillAsync(gateway);

        Assert.Equal((403, 200), (await PostAsync("all"), await GetAsync("all")));
        Assert.Equal((403, 403), (await PostAsync("old"), await GetAsync("old")));
        Assert.Equal(403, await PostAsync("shop"));
        Assert.Equal(401, await PostAsync("none"));
        Assert.Empty(await ListAsync(gateway, "all"));

        var (status, json) = await Calls.JsonAsync(gateway.InternalAddress, "/database/vault-export", HttpMethod.Post, key: "vault");
        Assert.Equal((202, 403), (status, await GetAsync("vault")));
        await Eventually.HoldsAsync(
            async () => (await ListAsync(gateway, "all")).Any(one => Text(one, "state") == "done"), "it was made", Cancelled);

        var export = Assert.Single(await ListAsync(gateway, "all"));
        Assert.Equal((Text(json, "id"), 100), (Text(export, "id"), export.GetProperty("progress").GetInt32()));
        var file = Text(export, "file")!;
        Assert.Equal(Path.Combine(_folder.FullName, "backups", $"vault-{Text(export, "id")}.txt"), file);
        Assert.Equal(new FileInfo(file).Length, export.GetProperty("bytes").GetInt64());
        var lines = await File.ReadAllLinesAsync(file, Cancelled);
        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.DoesNotContain(line, export.GetRawText(), StringComparison.Ordinal));
        Assert.DoesNotContain(Planted, string.Join('\n', lines), StringComparison.Ordinal);
        Assert.DoesNotContain(Planted, _log.Text, StringComparison.Ordinal);
        var (_, overview) = await Calls.JsonAsync(gateway.InternalAddress, "/overview", key: "all");
        Assert.Empty(overview.GetProperty("problems").EnumerateArray());

        async Task<int> PostAsync(string key)
            => (await Calls.JsonAsync(gateway.InternalAddress, "/database/vault-export", HttpMethod.Post, key: key)).Status;

        async Task<int> GetAsync(string key)
        {
            using var answer = await Calls.SendAsync(gateway.InternalAddress, "/database/vault-exports", key: key);
            return (int)answer.StatusCode;
        }
    }

    [Fact]
    public async Task Without_keys_a_program_of_this_machine_is_told_that_it_needs_one()
    {
        await using var gateway = await StartAsync(new() { ["Gateway:Records:Keep"] = "1.00:00:00" });

        var (status, json) = await Calls.JsonAsync(gateway.InternalAddress, "/database/vault-export", HttpMethod.Post);

        Assert.Equal(403, status);
        Assert.Contains("vault:export", Text(json, "errmsg"), StringComparison.Ordinal);
        Assert.Empty(await ListAsync(gateway, key: null));
    }

    [Fact]
    public async Task Without_a_database_and_while_another_process_makes_one_the_answer_says_so()
    {
        var key = new Dictionary<string, string?>
        {
            ["Gateway:InternalApiKeys:vault:Hash"] = InternalListenerTests.DigestOf("vault"),
            ["Gateway:InternalApiKeys:vault:Scopes:0"] = "vault:export",
            ["Gateway:InternalApiKeys:vault:Scopes:1"] = "settings:read",
        };
        await using (var gateway = await StartAsync(new(key)))
        {
            var (status, json) = await Calls.JsonAsync(gateway.InternalAddress, "/database/vault-export", HttpMethod.Post, key: "vault");
            Assert.Equal((409, -70409), (status, json.GetProperty("errcode").GetInt32()));
            Assert.Contains("no vault", Text(json, "errmsg"), StringComparison.Ordinal);
            Assert.Empty(_folder.GetFileSystemInfos());
        }

        await using (var gateway = await StartAsync(new(key) { ["Gateway:Records:Keep"] = "1.00:00:00" }))
        {
            await FillAsync(gateway);
            var folder = Directory.CreateDirectory(Path.Combine(_folder.FullName, "backups"));
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "vault-20260102-030405.txt.unfinished"), "half", Cancelled);
            await using (new FileStream(Path.Combine(folder.FullName, "vault.lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            {
                var (status, json) = await Calls.JsonAsync(
                    gateway.InternalAddress, "/database/vault-export", HttpMethod.Post, key: "vault");

                Assert.Equal((409, "20260102-030405"), (status, Text(json, "id")));
                Assert.Equal("running", Text(Assert.Single(await ListAsync(gateway, "vault")), "state"));
            }

            Assert.Equal("failed", Text(Assert.Single(await ListAsync(gateway, "vault")), "state"));
        }
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static async Task<List<JsonElement>> ListAsync(RunningGateway gateway, string? key)
    {
        using var answer = await Calls.SendAsync(gateway.InternalAddress, "/database/vault-exports", key: key);
        Assert.Equal(200, (int)answer.StatusCode);
        return [.. JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancelled)).RootElement.EnumerateArray()];
    }

    private async Task FillAsync(RunningGateway gateway)
    {
        var file = Path.Combine(_folder.FullName, "import.jsonl");
        await File.WriteAllTextAsync(
            file,
            $$$"""
            wxgw-import-1
            {"authorizer":{"platform":"wxp","appId":"wxa","kind":"MiniProgram","status":"Authorized","refreshToken":"{{{Planted}}}"}}
            {"end":1}

            """,
            Cancelled);
        var care = gateway.Services.GetRequiredService<DatabaseCare>();
        var state = await gateway.Services.GetRequiredService<Database.Access.DatabaseAccess>().OpenAsync(Cancelled);
        Assert.Null(state.Problem);
        Assert.Equal(1, (await care.ImportVaultAsync(file, Cancelled)).Added);
        File.Delete(file);
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
}
