using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Redis;
using WxYarpGateway.Transforms.Configuration;
using WxYarpGateway.Transforms.Configuration.Reports;
using WxYarpGateway.Transforms.Deduplication;
using WxYarpGateway.Transforms.Deduplication.Redis;
using WxYarpGateway.Transforms.Deduplication.Seen;
using WxYarpGateway.Transforms.Services;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Transforms.Builder;

namespace WxYarpGateway.Transforms.Tests.Configuration;

public sealed class WeChatConfigProviderTests : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly RecordingLogger _log = new();
    private readonly BrittleTransforms _transforms = new();
    private readonly IConfigurationRoot _configuration;
    private readonly ServiceProvider _services;
    private readonly IProxyConfigProvider _provider;
    private readonly ConfigurationState _state;
    private readonly ServiceCatalog _catalog;

    public WeChatConfigProviderTests()
    {
        Write("""{ "a": { "AppId": "wxa", "Token": "t", "MessagePath": "/a" } }""");
        _configuration = new ConfigurationBuilder()
            .AddJsonFile(source =>
            {
                source.Path = Path.Combine(_folder.Path, "appsettings.json");
                source.ResolveFileProvider();
                source.OnLoadException = failure => failure.Ignore = true;
            })
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Unrelated"] = "x" })
            .Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(_configuration);
        services.AddSingleton<TimeProvider>(_clock);
        services.AddLogging(logging => logging.AddProvider(_log));
        services.AddSingleton<ITransformProvider>(_transforms);
        services.AddReverseProxy().AddWeChat(_configuration.GetSection("Gateway"), _configuration.GetSection("ReverseProxy"));
        _services = services.BuildServiceProvider();
        _provider = _services.GetRequiredService<IProxyConfigProvider>();
        _state = _services.GetRequiredService<ConfigurationState>();
        _catalog = _services.GetRequiredService<ServiceCatalog>();
    }

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_first_asking_puts_the_configuration_in_force()
    {
        Assert.Equal("", _state.Revision);
        Assert.Null(_state.AppliedAt);

        var config = GetConfig();

        Assert.Equal("a.message", Assert.Single(config.Routes).RouteId);
        Assert.StartsWith(_state.Revision, config.RevisionId, StringComparison.Ordinal);
        Assert.NotEqual("", _state.Revision);
        Assert.Equal(_clock.GetUtcNow(), _state.AppliedAt);
        Assert.True(_catalog.TryGet("a", out _));
        Assert.Same(config, GetConfig());
    }

    [Fact]
    public void An_invalid_start_throws_all_errors()
    {
        Write("""{ "a": { "AppId": "", "Token": "" } }""");
        _configuration.Reload();

        var exception = Assert.Throws<InvalidConfigurationException>(GetConfig);

        Assert.Equal(2, exception.Errors.Count);
        Assert.Equal(exception.Errors, _state.LastErrors);
        Assert.Empty(_catalog.Current);
    }

    [Fact]
    public void A_changed_configuration_replaces_services_options_and_routes()
    {
        var before = GetConfig();
        var api = _services.GetRequiredService<IOptionsMonitor<WeChatApiOptions>>();
        Assert.Equal(new Uri("https://api.weixin.qq.com"), api.CurrentValue.ApiUrl);

        Reload("""{ "b": { "AppId": "wxb", "Token": "t", "MessagePath": "/b" } }""", """ "WeChat": { "ApiUrl": "http://127.0.0.1:1", "Timeout": "00:00:01" }, """);

        Assert.True(before.ChangeToken.HasChanged);
        Assert.Equal("b.message", Assert.Single(GetConfig().Routes).RouteId);
        Assert.Equal(["b"], _catalog.Current.Keys);
        Assert.Equal(new Uri("http://127.0.0.1:1"), api.CurrentValue.ApiUrl);
        Assert.Equal(TimeSpan.FromSeconds(1), api.CurrentValue.Timeout);
        Assert.StartsWith(_state.Revision, GetConfig().RevisionId, StringComparison.Ordinal);
        Assert.NotEqual(before.RevisionId, GetConfig().RevisionId);
    }

    [Fact]
    public void Services_are_in_force_before_yarp_hears_of_the_routes()
    {
        var knownAtTheSignal = false;
        GetConfig().ChangeToken.RegisterChangeCallback(
            _ => knownAtTheSignal = _catalog.TryGet("b", out var _) && _catalog.TryGet("a", out var _), null);

        Reload("""{ "b": { "AppId": "wxb", "Token": "t", "MessagePath": "/b" } }""");

        Assert.True(knownAtTheSignal);
    }

    [Fact]
    public void An_invalid_change_changes_nothing_and_is_told()
    {
        var before = GetConfig();

        Reload("""{ "a": { "AppId": "wxa", "Token": "very-secret", "MessagePath": "/c" }, "b": { "AppId": "", "Token": "very secret", "MessagePath": "b" } }""");

        Assert.Same(before, GetConfig());
        Assert.False(before.ChangeToken.HasChanged);
        Assert.Equal(["a"], _catalog.Current.Keys);
        Assert.Equal(3, _state.LastErrors.Count);
        Assert.Contains(
            "Error: appsettings.json: Gateway:Services:b:MessagePath must begin with a slash; it is b. Write the path of the server URL " +
                "only, such as /wx.", _log.Lines);
        Assert.Contains(_log.Lines, line => line.StartsWith("Error: ", StringComparison.Ordinal)
            && line.Contains($"'3' errors; keeping configuration '{_state.Revision}'", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Lines, line => line.Contains("very", StringComparison.Ordinal));
    }

    [Fact]
    public void After_errors_the_next_good_configuration_is_put_in_force()
    {
        GetConfig();
        Reload("""{ "a": { } }""");

        Reload("""{ "a": { "AppId": "wxa", "Token": "t", "MessagePath": "/other" } }""");

        Assert.Equal("/other", Assert.Single(GetConfig().Routes).Match.Path);
        Assert.Empty(_state.LastErrors);
    }

    [Fact]
    public void Going_back_to_what_is_in_force_clears_the_errors_without_a_rebuild()
    {
        var before = GetConfig();
        Reload("""{ "a": { } }""");

        Reload("""{ "a": { "AppId": "wxa", "Token": "t", "MessagePath": "/a" } }""");

        Assert.Same(before, GetConfig());
        Assert.Empty(_state.LastErrors);
        Assert.Contains(_log.Lines, line => line.StartsWith("Information: The configuration is valid again", StringComparison.Ordinal));
    }

    [Fact]
    public void A_reload_that_changes_nothing_of_ours_is_not_noticed()
    {
        var before = GetConfig();

        _configuration["Unrelated"] = "y";
        _configuration.Reload();
        _clock.Advance(Pause);

        Assert.Same(before, GetConfig());
        Assert.Single(_log.Lines, line => line.Contains("is in force", StringComparison.Ordinal));
    }

    [Fact]
    public void A_changed_secret_is_a_change_though_the_revision_does_not_tell()
    {
        var before = GetConfig();
        var revision = _state.Revision;
        _clock.Advance(TimeSpan.FromMinutes(1));

        Reload("""{ "a": { "AppId": "wxa", "Token": "other", "MessagePath": "/a" } }""");

        Assert.NotSame(before, GetConfig());
        Assert.Equal<RouteConfig>(before.Routes, GetConfig().Routes);
        Assert.Equal(revision, _state.Revision);
        Assert.Equal(_clock.GetUtcNow(), _state.AppliedAt);
    }

    [Fact]
    public void A_burst_of_changes_is_put_in_force_once()
    {
        GetConfig();
        for (var change = 0; change < 5; change++)
        {
            Write($$"""{ "a": { "AppId": "wxa", "Token": "t", "MessagePath": "/a{{change}}" } }""");
            _configuration.Reload();
            _clock.Advance(Pause / 2);
        }

        _clock.Advance(Pause);
        Assert.Equal("/a4", Assert.Single(GetConfig().Routes).Match.Path);

        Assert.Equal(2, _log.Lines.Count(line => line.Contains("is in force", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{ \"Gateway\": { \"Services\": {")]
    [InlineData("{ \"Gateway\": 1, \"gateway\": 2 }")]
    public void A_file_that_cannot_be_read_does_not_pass_for_an_empty_one(string content)
    {
        var before = GetConfig();
        _folder.Write("appsettings.json", content);

        _configuration.Reload();
        _clock.Advance(Pause);

        Assert.Same(before, GetConfig());
        Assert.Equal("appsettings.json", Assert.Single(_state.LastErrors).Source);
    }

    [Theory]
    [InlineData(
        "oops", "line 3, character 17 is not valid JSON: 'o' is an invalid start of a value. Correct the file there or shortly before.")]
    [InlineData(
        "t0p-secret",
            "line 3, character 18 is not valid JSON: text without quotation marks must be true, false or null. Correct the file there or " +
                "shortly before.")]
    [InlineData("\"\\ud800\"",
        "the file has a text with half of a surrogate pair (\\ud800 to \\udfff). Write both halves, or the character itself.")]
    public void A_broken_file_is_told_with_its_line_and_nothing_that_may_be_secret(string value, string error)
    {
        GetConfig();
        _folder.Write("appsettings.json", $"{{\n  \"Gateway\": {{\n    \"Services\": {value}\n  }}\n}}");

        _configuration.Reload();
        _clock.Advance(Pause);

        Assert.Equal($"appsettings.json: {error}", Assert.Single(_state.LastErrors).ToString());
    }

    [Fact]
    public void A_file_that_went_away_does_not_pass_for_an_empty_one()
    {
        var before = GetConfig();
        File.Delete(Path.Combine(_folder.Path, "appsettings.json"));

        _configuration.Reload();
        _clock.Advance(Pause);

        Assert.Same(before, GetConfig());
        Assert.Equal(
            $"appsettings.json: the file {Path.Combine(_folder.Path, "appsettings.json")} is missing. Put it back, or start the host " +
                "without it.",
            Assert.Single(_state.LastErrors).ToString());
    }

    [Fact]
    public void An_empty_configuration_that_somebody_wrote_is_put_in_force()
    {
        GetConfig();

        Reload("{ }");

        Assert.Empty(GetConfig().Routes);
        Assert.Empty(_catalog.Current);
    }

    [Fact]
    public void A_removed_service_is_known_until_the_reload_after()
    {
        GetConfig();
        Reload("""{ "b": { "AppId": "wxb", "Token": "t", "MessagePath": "/b" } }""");
        Assert.True(_catalog.TryGet("a", out _));

        Reload("""{ "c": { "AppId": "wxc", "Token": "t", "MessagePath": "/c" } }""");

        Assert.False(_catalog.TryGet("a", out _));
        Assert.True(_catalog.TryGet("b", out _));
    }

    [Fact]
    public void Only_configured_accounts_keep_their_tokens()
    {
        GetConfig();
        var accounts = _services.GetRequiredService<IAccountList>();
        var account = _catalog.Current["a"].Account;
        Assert.True(accounts.Contains(account));
        Assert.True(accounts.Contains(account with { Service = "another name for it" }));

        Reload("""{ "a": { "AppId": "wxa", "Token": "t", "AppSecret": "changed", "MessagePath": "/a" } }""");

        Assert.False(accounts.Contains(account));
        Assert.True(accounts.Contains(_catalog.Current["a"].Account));
    }

    [Fact]
    public void Warnings_are_logged_when_put_in_force()
    {
        Write("""{ "a": { "AppId": "wxa", "Token": "t", "MessagePath": "/a", "Tokne": "x" } }""");
        _configuration.Reload();

        GetConfig();

        Assert.Contains(
            "Warning: appsettings.json: Gateway:Services:a:Tokne is not a known key; nothing reads it. Did you mean Token?", _log.Lines);
        Assert.Single(_state.Warnings);
    }

    [Fact]
    public void A_changed_store_waits_for_a_restart_and_all_else_is_put_in_force()
    {
        GetConfig();

        Reload("""{ "b": { "AppId": "wxb", "Token": "t", "MessagePath": "/b" } }""", """ "Store": { "Kind": "Redis", "Redis": "localhost,password=p4ss" }, """);

        Assert.Equal(StoreKind.Memory, _services.GetRequiredService<IOptions<StoreOptions>>().Value.Kind);
        Assert.IsType<MemoryLedger>(_services.GetRequiredService<ILedger>());
        Assert.Equal(["b"], _catalog.Current.Keys);
        Assert.Single(
            _log.Lines, line
                => line == "Warning: appsettings.json: Gateway:Store has changed, and the store is chosen at start: the old one stays in " +
                    "use. Restart the gateway to use the new one.");
        Assert.Equal("Gateway:Store", Assert.Single(_state.Warnings).Path);
        Assert.DoesNotContain(_log.Lines, line => line.Contains("p4ss", StringComparison.Ordinal));
    }

    [Fact]
    public void A_store_that_is_changed_back_needs_no_restart()
    {
        GetConfig();
        Reload("{ }", """ "Store": { "Kind": "Redis", "Redis": "localhost" }, """);
        Assert.Single(_state.Warnings, warning => warning.Path == "Gateway:Store");

        Reload("""{ "b": { "AppId": "wxb", "Token": "t", "MessagePath": "/b" } }""");

        Assert.Empty(_state.Warnings);
    }

    [Fact]
    public void The_kind_of_store_chooses_all_stores_and_none_of_them_waits_for_redis()
    {
        Write("{ }", """ "Store": { "Kind": "Redis", "Redis": "127.0.0.1:1" }, """);
        _configuration.Reload();

        Assert.IsType<RedisLedger>(_services.GetRequiredService<ILedger>());
        Assert.IsType<GuardedCache>(_services.GetRequiredService<IDistributedCache>());
        Assert.IsType<RedisStore>(StoreChoice.Of<IExpiringStore, MemoryStore, RedisStore>(_services));
    }

    [Fact]
    public void Options_asked_for_before_anything_else_are_those_of_the_configuration()
    {
        Write("{ }", """ "WeChat": { "ApiUrl": "http://127.0.0.1:2" }, """);
        _configuration.Reload();

        Assert.Equal(new Uri("http://127.0.0.1:2"), _services.GetRequiredService<IOptionsMonitor<WeChatApiOptions>>().CurrentValue.ApiUrl);
    }

    [Fact]
    public void A_configuration_that_yarp_has_not_taken_yet_is_not_called_in_force()
    {
        GetConfig();
        var applied = _state.AppliedAt;
        Write("""{ "b": { "AppId": "wxb", "Token": "t", "MessagePath": "/b" } }""");
        _configuration.Reload();
        _clock.Advance(Pause);

        Assert.Equal(applied, _state.AppliedAt);

        GetConfig();
        Assert.NotEqual(applied, _state.AppliedAt);
    }

    [Theory]
    [InlineData("/broken", "/site", "Gateway:Services has a route b.message whose")]
    [InlineData("/b", "/broken", "ReverseProxy:Routes has a route site whose")]
    public void Transforms_that_cannot_be_built_are_found_before_anything_is_replaced(string messagePath, string sitePath, string error)
    {
        var before = GetConfig();
        Assert.Equal(0, _transforms.Built);

        _folder.Write("appsettings.json", $$"""
            {
              "Gateway": { "Services": { "b": { "AppId": "wxb", "Token": "t", "MessagePath": "{{messagePath}}" } } },
              "ReverseProxy": { "Routes": { "site": { "ClusterId": "site", "Match": { "Path": "{{sitePath}}" } } }, "Clusters": { "site": {} } }
            }
            """);
        _configuration.Reload();
        _clock.Advance(Pause);

        Assert.Same(before, GetConfig());
        Assert.Equal(["a"], _catalog.Current.Keys);
        Assert.Equal(
            $"appsettings.json: {error} transforms cannot be built: There is no such template. Correct the transforms, or the code that " +
                $"makes them.",
            Assert.Single(_state.LastErrors).ToString());
    }

    [Fact]
    public void What_yarp_cannot_put_in_force_is_shown()
    {
        GetConfig();

        foreach (var listener in _services.GetServices<IConfigChangeListener>())
        {
            listener.ConfigurationApplyingFailed([], new InvalidOperationException("No such thing."));
        }

        Assert.Equal("YARP: the routes could not be put in force: No such thing. Correct the routes; the old ones stay.",
            Assert.Single(_state.LastErrors).ToString());
    }

    [Fact]
    public void Adding_wechat_twice_is_refused()
        => Assert.Throws<InvalidOperationException>(
            () => new ServiceCollection().AddReverseProxy().AddWeChat(_configuration).AddWeChat(_configuration));

    private void Write(string services, string more = "") => _folder.Write("appsettings.json", $$"""{ "Gateway": { {{more}} "Services": {{services}} } }""");

    private void Reload(string services, string more = "")
    {
        Write(services, more);
        _configuration.Reload();
        _clock.Advance(Pause);
        GetConfig();
    }

    /// <summary>Does as YARP does: takes the configuration, and tells when requests run by it.</summary>
    private IProxyConfig GetConfig()
    {
        var config = _provider.GetConfig();
        foreach (var listener in _services.GetServices<IConfigChangeListener>())
        {
            listener.ConfigurationLoaded([config]);
            listener.ConfigurationApplied([config]);
        }

        return config;
    }
}
