using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Messages;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms;

namespace WxYarpGateway.Gateway.Tests.Platforms;

/// <summary>A simulated platform with two accounts in its care, a gateway that serves it as <c>saas</c>, and two named backends.</summary>
internal sealed class PlatformRig : IAsyncDisposable
{
    public const string Component = "wxcomponent0000001";
    public const string Shop = "wxshop0000000001";
    public const string ShopId = "gh_shop";
    public const string Mini = "wxmini0000000001";
    public const string MiniId = "gh_mini";
    public const string AesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    private readonly List<RunningGateway> _replicas = [];
    private Action<IServiceCollection> _replace = _ => { };

    private PlatformRig(WeChatSimulator weChat, ScriptedBackend main, ScriptedBackend bot)
    {
        (WeChat, Main, Bot) = (weChat, main, bot);
        Platform = new SimulatedPlatform
        {
            AppId = Component,
            AppSecret = "component-secret",
            Token = "platform-token",
            EncodingAesKey = AesKey,
            Authorizers = [new SimulatedAuthorizer { AppId = Shop }, new SimulatedAuthorizer { AppId = Mini }],
        };
    }

    public WeChatSimulator WeChat { get; }

    public SimulatedPlatform Platform { get; }

    /// <summary>Gets the backend <c>main</c>, which the platform's MessageBackend names.</summary>
    public ScriptedBackend Main { get; }

    /// <summary>Gets the backend <c>bot</c>, at which nothing aims by itself.</summary>
    public ScriptedBackend Bot { get; }

    public RunningGateway Gateway { get; private set; } = null!;

    public CollectedLogs Logs { get; } = new();

    public Dictionary<string, string?> Settings { get; private set; } = [];

    /// <summary>Gets what the gateway has taken of authorization events, and what it is to say of them.</summary>
    public TicketTaker Events { get; } = new();

    public UnknownTaker Unknown { get; } = new();

    /// <summary>Gets what has the tokens in the place of the database.</summary>
    public MemoryVault Vault { get; } = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static Task<PlatformRig> StartAsync(params (string Key, string? Value)[] settings) => StartAsync(_ => { }, settings);

    /// <summary>Starts everything, with services of the test's in the gateway. A ticket comes at once, as from WeChat.</summary>
    public static Task<PlatformRig> StartAsync(Action<IServiceCollection> replace, params (string Key, string? Value)[] settings)
        => StartAsync(replace, new PlatformSwitches(), settings);

    /// <summary>Starts everything; tickets come only when the test pushes one.</summary>
    public static Task<PlatformRig> StartWithoutTicketsAsync()
        => StartAsync(_ => { }, new PlatformSwitches { PushesTickets = false }, []);

    private static async Task<PlatformRig> StartAsync(
        Action<IServiceCollection> replace, PlatformSwitches switches, (string Key, string? Value)[] settings)
    {
        var rig = new PlatformRig(
            await WeChatSimulator.StartAsync(new SimulatorOptions(), Cancelled),
            await ScriptedBackend.StartAsync(Cancelled),
            await ScriptedBackend.StartAsync(Cancelled));
        rig._replace = replace;
        rig.Platform.Switches = switches;
        rig.WeChat.AddAccount(new SimulatedAccount { AppId = Shop, OriginalId = ShopId });
        rig.WeChat.AddAccount(new SimulatedAccount
        {
            AppId = Mini,
            OriginalId = MiniId,
            Kind = AccountKind.MiniProgram,
            Code = { PrivacyScan = TimeSpan.FromMilliseconds(100) },
        });
        rig.Settings = new Dictionary<string, string?>
        {
            ["Gateway:WeChat:ApiUrl"] = rig.WeChat.Address.ToString(),
            ["Gateway:Backends:main"] = rig.Main.Address,
            ["Gateway:Backends:bot:0"] = rig.Bot.Address,
            ["Gateway:Services:saas:Kind"] = "Platform",
            ["Gateway:Services:saas:AppId"] = Component,
            ["Gateway:Services:saas:AppSecret"] = rig.Platform.AppSecret,
            ["Gateway:Services:saas:Token"] = rig.Platform.Token,
            ["Gateway:Services:saas:EncodingAesKey"] = AesKey,
            ["Gateway:Services:saas:AuthEventPath"] = "/wx/saas/event",
            ["Gateway:Services:saas:MessagePath"] = "/wx/saas/{appid}/message",
            ["Gateway:Services:saas:MessageBackend"] = "main",
            ["Gateway:Services:saas:StartTicketPush"] = "Never",

            // A comparison with WeChat's list would replace what tests put into the gateway's memory.
            ["Gateway:Services:saas:Sync"] = "00:00:00",
            ["Gateway:Services:saas:UserInfo:Append"] = "false",
        };
        foreach (var (key, value) in settings)
        {
            rig.Settings[$"Gateway:{key}"] = value;
        }

        rig.Gateway = await rig.StartGatewayAsync();
        rig.Platform.EventUrl = new Uri(rig.Gateway.Address, "/wx/saas/event");
        rig.Platform.MessageUrl = new Uri($"{rig.Gateway.Address}wx/saas/$APPID$/message");
        rig.WeChat.AddPlatform(rig.Platform);
        return rig;
    }

    public async Task<RunningGateway> StartReplicaAsync()
    {
        var replica = await StartGatewayAsync();
        _replicas.Add(replica);
        return replica;
    }

    /// <summary>Puts an account into the memory of a gateway.</summary>
    public void Put(string appId, Func<Authorizer, Authorizer>? change = null, RunningGateway? gateway = null)
    {
        var authorizer = new Authorizer(IdOf(Component), IdOf(appId))
        {
            OriginalId = appId == Shop ? ShopId : appId == Mini ? MiniId : "",
            Kind = appId == Mini ? ServiceKind.MiniProgram : ServiceKind.OfficialAccount,
        };
        (gateway ?? Gateway).Services.GetRequiredService<AuthorizerRegistry>().Put(change is null ? authorizer : change(authorizer));
    }

    /// <summary>Puts an account into the care of the platform as an authorization does: with its refresh token.</summary>
    public void PutWithToken(string appId, Func<Authorizer, Authorizer>? change = null)
    {
        Put(appId, change);
        Vault.Put(new AuthorizerKey(IdOf(Component), IdOf(appId)), WeChat.Platforms.RefreshTokenOf(Component, appId)!);
    }

    /// <summary>Pushes a ticket, without which the platform has no token.</summary>
    public Task PushTicketAsync() => WeChat.Platforms.PushTicketAsync(Component, Cancelled);

    /// <summary>Authorizes an account as its administrator does, so that the gateway gets its tokens.</summary>
    public async Task AuthorizeAsync(string appId)
    {
        Put(appId);
        await WeChat.Platforms.PushTicketAsync(Component, Cancelled);
        var code = WeChat.Platforms.CreateCode(Component, appId);
        var exchanged = await Gateway.Services.GetRequiredService<AuthorizationCodes>().ExchangeAsync(
            Gateway.Services.GetRequiredService<PlatformCatalog>().Current["saas"].Account, code, named: null, Cancelled);
        Assert.True(exchanged.TryGet(out _, out var error), error?.Message);
    }

    public Task<PushResult> PushAsync(string appId, PushedMessage message, PushOptions? options = null)
        => WeChat.PushAsync(appId, message, (options ?? new PushOptions()) with { Platform = Component }, Cancelled);

    public Task<PushResult> PushAsync(RunningGateway replica, string appId, PushedMessage message)
        => PushAsync(appId, message, new PushOptions { Url = UrlOf(replica, appId), MaxDeliveries = 1 });

    public static Uri UrlOf(RunningGateway gateway, string appId) => new(gateway.Address, $"/wx/saas/{appId}/message");

    public static AppId IdOf(string appId) => AppId.TryParse(appId, out var id) ? id : throw new ArgumentException(appId);

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }

        await Gateway.DisposeAsync();
        await Main.DisposeAsync();
        await Bot.DisposeAsync();
        await WeChat.DisposeAsync();
        Logs.Dispose();
    }

    private Task<RunningGateway> StartGatewayAsync()
        => RunningGateway.StartAsync(
            Settings,
            Logs,
            services =>
            {
                services.AddSingleton<IAuthorizationEvents>(provider =>
                {
                    Events.Tickets ??= provider.GetRequiredService<ComponentTickets>();
                    return Events;
                });
                services.AddSingleton<IUnknownAuthorizers>(Unknown);
                Vault.Replace(services);
                _replace(services);
            },
            Cancelled);

    /// <summary>Takes tickets as the product does, and notes all events.</summary>
    internal sealed class TicketTaker : IAuthorizationEvents
    {
        public ComponentTickets? Tickets { get; set; }

        public List<string> InfoTypes { get; } = [];

        public bool IsAway { get; set; }

        public async ValueTask<bool> TakeAsync(
            WeChatPlatform platform, AuthorizationEvent authorizationEvent, CancellationToken cancellationToken)
        {
            lock (InfoTypes)
            {
                InfoTypes.Add(authorizationEvent.InfoType);
            }

            if (authorizationEvent.InfoType == "component_verify_ticket")
            {
                using var json = JsonDocument.Parse(authorizationEvent.Body);
                var ticket = json.RootElement.GetProperty("ComponentVerifyTicket").GetString()!;
                var at = authorizationEvent.CreateTime!.Value;
                await Tickets!.AcceptAsync(platform.Account, new ComponentTicket(ticket, at, at), cancellationToken);
            }

            return !IsAway;
        }
    }

    internal sealed class UnknownTaker : IUnknownAuthorizers
    {
        public List<string> Met { get; } = [];

        void IUnknownAuthorizers.Met(WeChatPlatform platform, AppId appId)
        {
            lock (Met)
            {
                Met.Add($"{platform.Name} {appId}");
            }
        }
    }
}
