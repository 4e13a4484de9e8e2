using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Sync;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Testing.WeChat;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.TokenService.Platforms.Calls;
using WxYarpGateway.TokenService.Platforms.Vault;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Platform.Tests.Sync;

/// <summary>A platform with a scripted WeChat that lists accounts, and rows in memory.</summary>
internal sealed class SyncFixture : IAsyncDisposable
{
    private const string ListPath = "/cgi-bin/component/api_get_authorizer_list";
    private const string InfoPath = "/cgi-bin/component/api_get_authorizer_info";

    private readonly ServiceProvider _services;

    public SyncFixture()
    {
        Platform = new WeChatPlatform(
            "saas",
            new PlatformOptions
            {
                AppId = "wxcomponent",
                AppSecret = "secret",
                Token = "token",
                EncodingAesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
            },
            new Dictionary<string, AuthorizerOptions>(),
            new HashSet<string>(),
            publicUrl: null,
            _ => new Nobody());
        WeChat.When("/cgi-bin/component/api_component_token", """{"component_access_token":"C","expires_in":7200}""");
        WeChat.When(ListPath, (call, _) => Task.FromResult(ScriptedWeChat.Json(List(call))));
        WeChat.When(InfoPath, InfoAsync);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddLogging(logging => logging.AddProvider(Logs));
        services.AddTokenService();
        services.AddSingleton<IAuthorizerVault>(Vault);
        services.AddHttpClient(WeChatApiClient.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => WeChat);
        _services = services.BuildServiceProvider();
        var changes = new AuthorizerChanges(_services.GetRequiredService<IStoreNews>());
        Changed = [];
        changes.Subscribe((_, appId) => Changed.Enqueue(appId));
        Inquiry = new AuthorizerInquiry(
            _services.GetRequiredService<PlatformApi>(),
            Rows,
            Vault,
            _services.GetRequiredService<AuthorizerTokens>(),
            changes,
            [Ended],
            _services.GetRequiredService<ILogger<AuthorizerInquiry>>());
        Sync = new AuthorizerSync(
            _services.GetRequiredService<PlatformApi>(),
            Rows,
            Rows,
            Inquiry,
            changes,
            Clock,
            _services.GetRequiredService<ILogger<AuthorizerSync>>());
    }

    public FakeTimeProvider Clock { get; } = new();

    public CollectedLogs Logs { get; } = new();

    public ScriptedWeChat WeChat { get; } = new();

    public MemoryAuthorizers Rows { get; } = new();

    public WipedVault Vault { get; } = new();

    /// <summary>Gets what ends the sessions of users.</summary>
    public EndedAccounts Ended { get; } = new();

    public WeChatPlatform Platform { get; }

    public AuthorizerInquiry Inquiry { get; }

    public AuthorizerSync Sync { get; }

    public ConcurrentQueue<AppId> Changed { get; }

    /// <summary>Gets or sets what WeChat lists, by the number of the call.</summary>
    public Func<int, (IReadOnlyList<string> AppIds, int Total)> Listed { get; set; } = static _ => ([], 0);

    /// <summary>Gets or sets the accounts for which WeChat answers with an errcode.</summary>
    public Dictionary<string, int> Errors { get; } = [];

    /// <summary>Gets or sets a value indicating whether WeChat says that it is busy: time has to pass then for a run to end.</summary>
    public bool IsBusy { get; set; }

    public int ListCalls => WeChat.Calls.Count(call => call.Path == ListPath);

    public IReadOnlyList<string> Asked
        => [.. WeChat.Calls.Where(call => call.Path == InfoPath).Select(call => Text(call.Body, "authorizer_appid"))];

    /// <summary>Gets how many questions about accounts were under way at a time, at most.</summary>
    public int MostAtOnce { get; private set; }

    public static AppId Id(string appId) => AppId.TryParse(appId, out var read) ? read : throw new ArgumentException(appId);

    /// <summary>Adds a row that is as WeChat has it.</summary>
    public void Know(string appId, string? name = null, string? token = null)
        => Rows.Put(Id(appId), new MemoryAuthorizers.Row(AuthorizerState.Authorized, token ?? $"r-{appId}", 1, name ?? $"n-{appId}"));

    public async Task<SyncRun> RunAsync()
    {
        var token = TestContext.Current.CancellationToken;
        await _services.GetRequiredService<ComponentTickets>().AcceptAsync(
            Platform.Account, new ComponentTicket("ticket", Clock.GetUtcNow(), Clock.GetUtcNow()), token);
        Clock.Advance(TimeSpan.FromSeconds(1));
        var (_, book) = await Sync.BeginAsync(Platform, token);
        Assert.NotNull(book);
        var run = Sync.RunAsync(Platform, book, token);
        if (IsBusy)
        {
            // The gateway tries again after a pause. Small steps: no call may seem to have taken too long.
            await Eventually.HoldsAsync(
                () =>
                {
                    Clock.Advance(TimeSpan.FromMilliseconds(50));
                    return run.IsCompleted;
                },
                "the comparison ends",
                token);
        }

        await run;
        return (await Sync.LastAsync(Platform.AppId, token))!;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Logs.Dispose();
    }

    private static string Text(string json, string name)
    {
        using var document = System.Text.Json.JsonDocument.Parse(json);
        return document.RootElement.GetProperty(name).ToString();
    }

    private string List(WeChatCall call)
    {
        var (appIds, total) = Listed(ListCalls);
        var offset = int.Parse(Text(call.Body, "offset"), CultureInfo.InvariantCulture);
        var page = appIds.Skip(offset).Take(500).Select(
            appId => $$"""{"authorizer_appid":"{{appId}}","refresh_token":"r-{{appId}}","auth_time":1700000000}""");
        return $$"""{"total_count":{{total}},"list":[{{string.Join(',', page)}}]}""";
    }

    private int _underWay;

    private async Task<HttpResponseMessage> InfoAsync(WeChatCall call, CancellationToken cancellationToken)
    {
        var underWay = Interlocked.Increment(ref _underWay);
        MostAtOnce = Math.Max(MostAtOnce, underWay);
        await Task.Yield();
        Interlocked.Decrement(ref _underWay);
        var appId = Text(call.Body, "authorizer_appid");
        return ScriptedWeChat.Json(Errors.TryGetValue(appId, out var error)
            ? $$"""{"errcode":{{error}},"errmsg":"no"}"""
            : $$$"""
              {"authorizer_info":{"nick_name":"n-{{{appId}}}","user_name":"gh_{{{appId}}}","service_type_info":{"id":2}},
               "authorization_info":{"authorizer_appid":"{{{appId}}}","authorizer_refresh_token":"r-{{{appId}}}","func_info":[]}}
              """);
    }

    private sealed class Nobody : IRecipients
    {
        public WeChatService? Find(MessageAddress address) => null;
    }
}
