using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using WxYarpGateway.EndToEnd.Tests.Replicas;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.PostgreSql;
using WxYarpGateway.Testing.Processes;
using WxYarpGateway.Testing.Redis;
using WxYarpGateway.Testing.Sockets;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.EndToEnd.Tests.Platforms;

/// <summary>
/// Gateway processes that serve third-party platforms, with a real Redis and a real PostgreSQL: one platform per way in which WeChat may
/// treat refresh tokens.
/// </summary>
internal sealed class PlatformStage : IAsyncDisposable
{
    public const string Renewal = "/cgi-bin/component/api_authorizer_token";
    public const string QueryAuth = "/cgi-bin/component/api_query_auth";
    public const string Info = "/cgi-bin/component/api_get_authorizer_info";
    public const string List = "/cgi-bin/component/api_get_authorizer_list";

    // Several of these stages begin at once, each with a new database.
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(3);

    private readonly Workplace _workplace = new();
    private readonly HttpClient _client = new();
    private readonly string _file;

    private PlatformStage(
        RedisServer redis, PostgreSqlServer database, WeChatSimulator weChat, ScriptedBackend backend, params RefreshTokenMode[] modes)
    {
        (Redis, Database, WeChat, Backend) = (redis, database, weChat, backend);
        Platforms = [.. modes.Select(mode => new StagedPlatform(mode))];
        _file = _workplace.Write("gateway.json", $$"""
            {
              "Gateway": {
                "Store": { "Kind": "Redis", "Redis": "{{redis.ConnectionString}}" },
                "Database": {
                  "Kind": "PostgreSql", "Connection": "{{database.ConnectionString}}", "Key": "{{Convert.ToBase64String(new byte[32])}}"
                },
                "WeChat": { "ApiUrl": "{{weChat.Address}}" },
                "Backends": { "main": "{{backend.Address}}" },
                "Services": { {{string.Join(", ", Platforms.Select(platform => platform.ToJson()))}} }
              }
            }
            """);
    }

    public RedisServer Redis { get; }

    public PostgreSqlServer Database { get; }

    public WeChatSimulator WeChat { get; }

    public ScriptedBackend Backend { get; }

    public IReadOnlyList<StagedPlatform> Platforms { get; }

    public List<Replica> Replicas { get; } = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Starts replicas whose platforms have their tickets, and accounts in their care as WeChat's list has them.</summary>
    public static async Task<PlatformStage> StartAsync(int replicas, IReadOnlyList<string> accounts, params RefreshTokenMode[] modes)
    {
        var redis = RedisServer.StartAsync(Cancelled, isDurable: true);
        var stage = new PlatformStage(
            await redis,
            await PostgreSqlServer.StartAsync(Cancelled),
            await WeChatSimulator.StartAsync(new SimulatorOptions(), Cancelled),
            await ScriptedBackend.StartAsync(Cancelled),
            modes);
        try
        {
            stage.Replicas.AddRange(await Task.WhenAll(Enumerable.Range(0, replicas).Select(
                index => stage.StartReplicaAsync(index, Free(), Free()))));
            foreach (var platform in stage.Platforms)
            {
                await stage.BeginAsync(platform, accounts);
            }

            return stage;
        }
        catch
        {
            // No process outlives a start that failed.
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>Adds an account that has not authorized anybody.</summary>
    public void AddAccount(string appId) => WeChat.AddAccount(new SimulatedAccount { AppId = appId, OriginalId = "gh_" + appId });

    /// <summary>Starts a new process in the place of a killed one, with the same data folder.</summary>
    public async Task RestartAsync(int index)
    {
        var old = Replicas[index];
        await old.DisposeAsync();
        Replicas[index] = await StartReplicaAsync(index, old.Address, old.InternalAddress);
    }

    /// <summary>Lets the disk of a replica take nothing any more, or all again.</summary>
    public async Task FillDiskAsync(int index, bool isFull)
    {
        var process = Replicas[index].Process.ProcessId.ToString(CultureInfo.InvariantCulture);
        await using var limit = Executable.StartCommand(
            "prlimit", ["--pid", process, isFull ? "--fsize=0:unlimited" : "--fsize=unlimited:unlimited"], _workplace.Folder,
            new Dictionary<string, string>());
        await limit.ExitAsync(Cancelled);
        Assert.True(limit.ExitCode == 0, limit.Output);
    }

    /// <summary>Asks a replica for the access token of an account, as a backend does.</summary>
    public async Task<(HttpStatusCode Status, string? Token)> TokenAsync(int replica, StagedPlatform platform, string appId)
    {
        using var answer = await _client.GetAsync(TokenUrl(replica, platform, appId), Cancelled);
        return await TokenAsync(answer);
    }

    /// <summary>Has a replica replace the access token of an account, as a backend does whose token WeChat refused.</summary>
    public async Task<(HttpStatusCode Status, string? Token)> ReplaceAsync(
        int replica, StagedPlatform platform, string appId, string rejected)
    {
        using var answer = await _client.PostAsJsonAsync(TokenUrl(replica, platform, appId) + "/replace", new { rejected }, Cancelled);
        return await TokenAsync(answer);
    }

    /// <summary>
    /// Waits until a replica has a token of the account that WeChat takes. One that WeChat refuses is replaced, as backends have it done.
    /// </summary>
    public Task UntilUsableAsync(int replica, StagedPlatform platform, string appId) => Eventually.HoldsAsync(
        async () =>
        {
            var token = (await TokenAsync(replica, platform, appId)).Token;
            token = token is null || WeChat.IsTokenValid(token) ? token : (await ReplaceAsync(replica, platform, appId, token)).Token;
            return token is not null && WeChat.IsTokenValid(token);
        },
        $"replica {replica} had a token of {appId}",
        Cancelled);

    /// <summary>Waits until the database has every refresh token that a replica kept for it.</summary>
    public Task UntilAllIsInTheVaultAsync(int replica) => Eventually.HoldsAsync(
        async () =>
        {
            using var answer = await _client.GetAsync(new Uri(Replicas[replica].InternalAddress, "/health/ready"), Cancelled);
            return !(await answer.Content.ReadAsStringAsync(Cancelled)).Contains("The database has yet to take", StringComparison.Ordinal);
        },
        $"the database took what replica {replica} kept",
        Cancelled);

    /// <summary>Returns how a platform does, as a replica tells it.</summary>
    public async Task<JsonElement> StateAsync(int replica, StagedPlatform platform)
        => await _client.GetFromJsonAsync<JsonElement>(new Uri(Replicas[replica].InternalAddress, $"/platform/{platform.Name}"), Cancelled);

    /// <summary>Calls the internal listener of a replica.</summary>
    public async Task<HttpStatusCode> CallAsync(int replica, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(Replicas[replica].InternalAddress, path));
        request.Content = body is null ? null : JsonContent.Create(body);
        using var answer = await _client.SendAsync(request, Cancelled);
        return answer.StatusCode;
    }

    /// <summary>Runs a statement in the database and returns its first value.</summary>
    public async Task<object?> SqlAsync(string statement)
    {
        await using var connection = new NpgsqlConnection(Database.ConnectionString);
        await connection.OpenAsync(Cancelled);
        await using var command = new NpgsqlCommand(statement, connection);
        return await command.ExecuteScalarAsync(Cancelled);
    }

    /// <summary>
    /// Shows that the vault alone has the refresh tokens that WeChat takes now: a process that starts with an empty store renews them all,
    /// and may not ask WeChat what they are.
    /// </summary>
    public async Task VaultIsRightAsync(int replica, IReadOnlyList<(StagedPlatform Platform, string AppId)> accounts)
    {
        for (var index = 0; index < Replicas.Count; index++)
        {
            var one = index;
            await Eventually.HoldsAsync(
                async () => (await StateAsync(one, Platforms[0])).GetProperty("spilledTokens").GetInt32() == 0,
                $"replica {one} had no token beside the vault",
                Cancelled);
        }

        await Replicas[replica].Process.KillAsync(Cancelled);
        await Redis.EmptyAsync();
        foreach (var platform in Platforms)
        {
            platform.Settings.Switches.RefreshTokens = RefreshTokenMode.Stable;
        }

        WeChat.Faults.Add(Info, Fault.Error(-1));
        WeChat.Faults.Add(List, Fault.Error(-1));
        await RestartAsync(replica);
        await Task.WhenAll(accounts.Select(account => UntilUsableAsync(replica, account.Platform, account.AppId)));
        WeChat.Faults.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in Replicas)
        {
            await replica.DisposeAsync();
        }

        await Backend.DisposeAsync();
        await WeChat.DisposeAsync();
        await Redis.DisposeAsync();
        await Database.DisposeAsync();
        _client.Dispose();
        _workplace.Dispose();
    }

    private static async Task<(HttpStatusCode Status, string? Token)> TokenAsync(HttpResponseMessage answer)
        => answer.IsSuccessStatusCode
            ? (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("access_token").GetString())
            : (answer.StatusCode, null);

    private string TokenUrl(int replica, StagedPlatform platform, string appId)
        => $"{Replicas[replica].InternalAddress}tokens/{platform.Name}/{appId}/access_token";

    private static Uri Free() => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Next()}"));

    private async Task<Replica> StartReplicaAsync(int index, Uri address, Uri internalAddress)
    {
        var environment = new Dictionary<string, string>
        {
            ["GATEWAY_CONFIG"] = _file,
            ["GATEWAY_DATA_DIR"] = Path.Combine(_workplace.Folder, $"data-{index}"),
            ["Gateway__Urls"] = address.GetLeftPart(UriPartial.Authority),
            ["Gateway__InternalUrls"] = internalAddress.GetLeftPart(UriPartial.Authority),
        };

        // A write beyond a limit on the size of files fails as on a full disk, where its signal is ignored.
        var process = Executable.StartCommand(
            "env", ["--default-signal=INT", "--ignore-signal=XFSZ", "dotnet", Executable.AssemblyOf("Gateway")],
            _workplace.Folder, environment);
        await process.PrintsAsync("Application started", Cancelled, LongestStart);
        Assert.False(process.HasExited, process.Output);
        return new Replica(process, address, internalAddress);
    }

    private async Task BeginAsync(StagedPlatform platform, IReadOnlyList<string> accounts)
    {
        foreach (var name in accounts)
        {
            AddAccount(platform.Account(name));
        }

        platform.Settings.EventUrl = new Uri(Replicas[0].Address, $"/{platform.Name}/event");
        platform.Settings.Authorizers = [.. accounts.Select(name => new SimulatedAuthorizer { AppId = platform.Account(name) })];
        WeChat.AddPlatform(platform.Settings);
        await Eventually.HoldsAsync(
            async () =>
            {
                // A gateway that has just started may be too slow for the first one, which is not pushed again.
                await WeChat.Platforms.PushTicketAsync(platform.AppId, Cancelled);
                return await CallAsync(0, HttpMethod.Get, $"/tokens/{platform.Name}/component_access_token") == HttpStatusCode.OK;
            },
            $"{platform.Name} had a ticket and a token",
            Cancelled);
        if (accounts.Count > 0)
        {
            await Eventually.HoldsAsync(
                () => KnowsAccountsAsync(platform), $"{platform.Name} knew its accounts", Cancelled);
        }
    }

    /// <summary>Has a platform compared with WeChat's list, again when the database was too slow, and returns whether it was.</summary>
    private async Task<bool> KnowsAccountsAsync(StagedPlatform platform)
    {
        var status = (await StateAsync(0, platform)).TryGetProperty("sync", out var run) ? run.GetProperty("status").GetString() : "Failed";
        if (status == "Failed")
        {
            await CallAsync(0, HttpMethod.Post, $"/platform/{platform.Name}/sync");
        }

        return status == "Complete";
    }
}
