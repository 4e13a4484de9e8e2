using StackExchange.Redis;
using WxYarpGateway.PlatformImport.WxJava;
using WxYarpGateway.Testing.Processes;
using WxYarpGateway.Testing.Redis;

namespace WxYarpGateway.Import.Tests.WxJava;

/// <summary>What tools/PlatformImport makes of WxJava's keys in a real Redis.</summary>
public sealed class WxJavaTests : IAsyncLifetime
{
    private const string Component = "wxcomponent0000001";
    private const string Token = "wechat_authorizer_refresh_token:";
    private const string Ticket = "wechat_component_verify_ticket:";

    private readonly Workplace _workplace = new();
    private RedisServer _redis = null!;
    private ConnectionMultiplexer _connection = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Entries => Path.Combine(_workplace.Folder, "entries.jsonl");

    private IDatabase Database => _connection.GetDatabase();

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisServer.StartAsync(Cancelled);
        _connection = await ConnectionMultiplexer.ConnectAsync(_redis.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _redis.DisposeAsync();
        _workplace.Dispose();
    }

    [Fact]
    public async Task Accounts_and_ticket_come_over_with_a_prefix_and_quotes_and_into_the_gateway()
    {
        await SetAsync($"app:{Ticket}{Component}", "ticket@@@now", TimeSpan.FromSeconds(int.MaxValue - 600));
        await SetAsync($"app:{Token}{Component}:wxshop", "\"refreshtoken@@@shop\"", TimeSpan.FromSeconds(int.MaxValue - 90_000));
        await SetAsync($"app:{Token}{Component}:wxmini", "refreshtoken@@@mini", null);

        var run = await RunAsync();

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("accounts: 2; ticket: yes; rules: 0; records: 0", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("@@@", run.Output + run.Error, StringComparison.Ordinal);
        Assert.Contains($"\"AppId\": \"{Component}\"", run.Output, StringComparison.Ordinal);
        await ToolRun.OfGatewayAsync(_workplace, "database", "migrate");
        var imported = await ToolRun.OfGatewayAsync(_workplace, "database", "import-vault", Entries);
        Assert.StartsWith("authorizers added: 2;", imported.Output, StringComparison.Ordinal);
        Assert.Contains("tickets taken: 1", imported.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_WxJavas_or_too_old_is_counted()
    {
        await SetAsync($"{Ticket}{Component}", "ticket@@@old", TimeSpan.FromSeconds(int.MaxValue - 43_201));
        await SetAsync($"{Token}{Component}:wxshop", "refreshtoken@@@shop", null);
        await SetAsync($"copy:{Token}{Component}:wxshop", "refreshtoken@@@copy", null);
        await SetAsync($"{Token}{Component}:wxblank", "", null);
        await SetAsync($"{Token}{Component}:wx bad", "r", null);
        await SetAsync($"{Token}{Component}", "r", null);
        await SetAsync($"not{Token}{Component}:wxshop", "r", null);
        await Database.StringSetAsync($"{Token}{Component}:wxjava", new byte[] { 0xAC, 0xED, 0x00, 0x05 });
        await Database.HashSetAsync($"{Token}{Component}:wxhash", "a", "b");

        var run = await RunAsync();

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("accounts: 1; ticket: no;", run.Error, StringComparison.Ordinal);
        foreach (var sentence in new[]
        {
            "1 × tickets of 12 hours", "1 × second keys of one account", "1 × accounts without a refresh token",
            "1 × accounts without an AppId",
            "2 × keys that only look like WxJava's", "1 × values that are no text", "1 × keys with another type of value",
        })
        {
            Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Of_two_platforms_one_is_named_and_without_any_it_says_so()
    {
        Assert.Contains("no keys of WxJava's", (await RunAsync()).Error, StringComparison.Ordinal);
        await SetAsync($"{Token}{Component}:wxshop", "refreshtoken@@@shop", null);
        await SetAsync($"{Token}wxother:wxmini", "refreshtoken@@@mini", null);

        var unnamed = await RunAsync();
        var named = await RunAsync("--appid", "wxother");

        Assert.Equal(1, unnamed.ExitCode);
        Assert.Contains("several platforms", unnamed.Error, StringComparison.Ordinal);
        Assert.Contains("accounts: 1;", named.Error, StringComparison.Ordinal);
        Assert.Contains(
            $"1 × other components, each of which is imported by itself with --appid ({Component})", named.Error, StringComparison.Ordinal);
        Assert.Equal(1, (await ToolRun.OfAsync("wxjava", "--redis", "127.0.0.1:1,connectTimeout=200", "--out", Entries)).ExitCode);
    }

    [Theory]
    [InlineData($"{Token}c:a", "c", "a")]
    [InlineData($"x:y:{Token}c:a", "c", "a")]
    [InlineData($"{Ticket}c", "c", "")]
    public void Keys_are_read(string key, string component, string appId)
        => Assert.Equal(new WxJavaKey(component, appId), WxJavaKey.Read(key));

    [Theory]
    [InlineData("")]
    [InlineData($"{Token}c")]
    [InlineData($"{Token}c:a:b")]
    [InlineData($"{Token}:a")]
    [InlineData($"{Ticket}")]
    [InlineData($"{Ticket}c:a")]
    [InlineData($"x{Ticket}c")]
    public void Others_are_not(string key) => Assert.Null(WxJavaKey.Read(key));

    private async Task SetAsync(string key, string value, TimeSpan? life)
    {
        if (life is { } seconds)
        {
            await Database.StringSetAsync(key, value, seconds);
        }
        else
        {
            await Database.StringSetAsync(key, value);
        }
    }

    private Task<ToolRun> RunAsync(params string[] more)
        => ToolRun.OfAsync(["wxjava", "--redis", _redis.ConnectionString, "--out", Entries, .. more]);
}
