using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using WxYarpGateway.Database.Settings;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Events;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.Platforms.Events;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.TokenService.Platforms.Vault;
using WxYarpGateway.TokenService.Tokens;
using AuthorizationOptions = WxYarpGateway.Simulator.Platforms.Events.AuthorizationOptions;

namespace WxYarpGateway.Gateway.Tests.Platforms.Events;

/// <summary>A simulated platform with an account, and gateways with one database that serve it as <c>saas</c>.</summary>
internal sealed class EventRig : IAsyncDisposable
{
    public const string Component = "wxcomponent0000001";
    public const string Shop = "wxshop0000000001";
    public const string QueryAuth = "/cgi-bin/component/api_query_auth";
    public const string Info = "/cgi-bin/component/api_get_authorizer_info";

    private readonly Dictionary<string, string?> _settings;
    private readonly List<RunningGateway> _gateways = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("events-").FullName;

    private EventRig(WeChatSimulator weChat, ScriptedBackend backend)
    {
        (WeChat, Backend) = (weChat, backend);
        Platform = new SimulatedPlatform
        {
            AppId = Component,
            AppSecret = "component-secret",
            Token = "platform-token",
            EncodingAesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
            Switches = new PlatformSwitches { PushesTickets = false },
        };
        _settings = new Dictionary<string, string?>
        {
            ["Gateway:WeChat:ApiUrl"] = weChat.Address.ToString(),
            ["Gateway:Backends:crm"] = backend.Address,
            ["Gateway:Services:saas:Kind"] = "Platform",
            ["Gateway:Services:saas:AppId"] = Component,
            ["Gateway:Services:saas:AppSecret"] = Platform.AppSecret,
            ["Gateway:Services:saas:Token"] = Platform.Token,
            ["Gateway:Services:saas:EncodingAesKey"] = Platform.EncodingAesKey,
            ["Gateway:Services:saas:AuthEventPath"] = "/wx/saas/event",
            ["Gateway:Services:saas:MessagePath"] = "/wx/saas/{appid}/message",
            ["Gateway:Services:saas:EventBackend"] = "crm",
            ["Gateway:Services:saas:StartTicketPush"] = "Never",
            ["Gateway:Services:saas:Sync"] = "00:00:00",
        };
    }

    public WeChatSimulator WeChat { get; }

    public ScriptedBackend Backend { get; }

    public SimulatedPlatform Platform { get; }

    public CollectedLogs Logs { get; } = new();

    public RunningGateway Gateway => _gateways[0];

    public IReadOnlyList<RunningGateway> Gateways => _gateways;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<EventRig> StartAsync(params (string Key, string? Value)[] settings)
    {
        var rig = new EventRig(
            await WeChatSimulator.StartAsync(new SimulatorOptions(), Cancelled), await ScriptedBackend.StartAsync(Cancelled));
        foreach (var (key, value) in settings)
        {
            rig._settings[$"Gateway:{key}"] = value;
        }

        rig.WeChat.AddAccount(new SimulatedAccount { AppId = Shop, OriginalId = "gh_shop", Name = "奶茶店😀" });
        return rig;
    }

    /// <summary>Starts a rig with one gateway that has got a ticket.</summary>
    public static async Task<EventRig> StartWithGatewayAsync(params (string Key, string? Value)[] settings)
    {
        var rig = await StartAsync(settings);
        await rig.StartGatewayAsync();
        await rig.PushTicketAsync();
        return rig;
    }

    /// <summary>Starts a gateway; WeChat pushes to the last one started.</summary>
    public async Task<RunningGateway> StartGatewayAsync(bool isIdle = false, Action<IServiceCollection>? replace = null)
    {
        var gateway = await RunningGateway.StartAsync(
            _settings,
            Logs,
            services =>
            {
                services.Replace(ServiceDescriptor.Singleton(new DataFolder(_folder)));
                services.Configure<PlatformTokenOptions>(options => options.DataFolder = _folder);
                if (isIdle)
                {
                    // Killed after the answer, it would not have come to the work either.
                    services.Remove(services.Single(
                        service => service.ServiceType == typeof(IHostedService) && service.ImplementationType == typeof(EventWorker)));
                }

                replace?.Invoke(services);
            },
            Cancelled);
        _gateways.Add(gateway);
        PushTo(gateway);
        return gateway;
    }

    public void PushTo(RunningGateway gateway)
    {
        Platform.EventUrl = new Uri(gateway.Address, "/wx/saas/event");
        WeChat.AddPlatform(Platform);
    }

    public async Task StopAsync(RunningGateway gateway)
    {
        _gateways.Remove(gateway);
        await gateway.DisposeAsync();
    }

    public async Task PushTicketAsync()
    {
        var result = await WeChat.Platforms.PushTicketAsync(Component, Cancelled);
        Assert.Equal((200, "success"), (result!.Last.Status, result.Last.Body));
    }

    public Task<AuthorizationResult> AuthorizeAsync(AuthorizationOptions? options = null)
        => WeChat.Platforms.AuthorizeAsync(
            Component, Shop, options ?? new AuthorizationOptions { EventTiming = EventTiming.BeforeRedirect }, Cancelled);

    public async Task<PushResult> PushEventAsync(PlatformEvent message, RunningGateway? gateway = null)
        => (await WeChat.Platforms.PushEventAsync(
            Component,
            message,
            gateway is null ? null : new PushOptions { Url = new Uri(gateway.Address, "/wx/saas/event"), MaxDeliveries = 1 },
            Cancelled))!;

    public async Task<AuthorizerDetails?> RowAsync(RunningGateway? gateway = null)
        => await (gateway ?? Gateway).Services.GetRequiredService<IAuthorizerStore>().FindAsync(Id(Component), Id(Shop), Cancelled);

    public Task StateBecomesAsync(AuthorizerState state, RunningGateway? gateway = null) => Eventually.HoldsAsync(
        async () => await RowAsync(gateway) is { } row && row.Authorizer.State == state, $"the account was {state}", Cancelled);

    public Task InboxIsDoneAsync() => Eventually.HoldsAsync(
        async () => (await Gateway.Services.GetRequiredService<IEventInbox>().CountAsync(Id(Component), Cancelled)).Waiting == 0,
        "the inbox was done",
        Cancelled);

    public async Task<WeChatResult<Token>> TokenAsync(RunningGateway? gateway = null)
    {
        var platform = (gateway ?? Gateway).Services.GetRequiredService<PlatformCatalog>().Current["saas"];
        return await (gateway ?? Gateway).Services.GetRequiredService<ITokenService>().GetAsync(
            AuthorizerKey.AccountOf(platform.Account, Id(Shop)), Cancelled);
    }

    public Task BothCopiesAsync() => Eventually.HoldsAsync(
        () => Copies("authorized") > 0 && Copies("authorizer_authorized") > 0,
        "the copies came of the event and of the account's authorization",
        TestContext.Current.CancellationToken);

    public int Copies(string infoType) => Backend.Calls.Count(call => call.Path == $"/event/{infoType}");

    public async Task<(int Status, JsonElement Json, HttpResponseMessage Answer)> CallAsync(
        HttpMethod method, string path, object? body = null, string? ifMatch = null, string? key = null, string? actor = null)
    {
        using var client = new HttpClient { BaseAddress = Gateway.InternalAddress };
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Api-Key", key);
        }

        if (actor is not null)
        {
            request.Headers.TryAddWithoutValidation("X-WeChat-Actor", actor);
        }

        var answer = await client.SendAsync(request, Cancelled);
        var text = await answer.Content.ReadAsStringAsync(Cancelled);
        return ((int)answer.StatusCode, text.Length > 0 ? JsonDocument.Parse(text).RootElement : default, answer);
    }

    public static AppId Id(string appId) => AppId.TryParse(appId, out var id) ? id : throw new ArgumentException(appId);

    public async ValueTask DisposeAsync()
    {
        foreach (var gateway in _gateways)
        {
            await gateway.DisposeAsync();
        }

        await Backend.DisposeAsync();
        await WeChat.DisposeAsync();
        Logs.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
