using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.Platforms.Events;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.TokenService.Store.Durable;
using WxYarpGateway.TokenService.Tests.Replicas;

namespace WxYarpGateway.TokenService.Tests.Platforms;

/// <summary>WeChat with a platform and an account in its care, and what replicas share. One clock, which stands still.</summary>
internal sealed class PlatformWorld : IAsyncDisposable
{
    public const string Secret = "component-secret-planted";

    private static readonly AuthorizationOptions NoEvent = new() { EventTiming = EventTiming.Never };

    private readonly List<PlatformReplica> _replicas = [];

    private PlatformWorld(FakeTimeProvider clock, WeChatSimulator simulator)
    {
        (Clock, Simulator, Shared) = (clock, simulator, new SharedStore(clock));
        Platform = new Account(
            "saas", ServiceKind.Platform, Some.AppId(Settings.AppId), Some.AppSecret(Secret), TokenEndpoint.Classic);
        Authorizer = AuthorizerKey.AccountOf(Platform, Some.AppId("wxshop0000000001"));
        Key = AuthorizerKey.Of(Authorizer);
    }

    public FakeTimeProvider Clock { get; }

    public WeChatSimulator Simulator { get; }

    public SimulatedPlatform Settings { get; } = new()
    {
        AppId = "wxcomponent0000001",
        AppSecret = Secret,
        Name = "saas",
        Token = "platform-token",
        EncodingAesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
        Switches = new PlatformSwitches { PushesTickets = false },
    };

    public SharedStore Shared { get; }

    public MemoryDurableStore Durable { get; } = new();

    public FakeVault Vault { get; } = new();

    public string Folder { get; } = Directory.CreateTempSubdirectory("spill-").FullName;

    /// <summary>Gets the platform's account.</summary>
    public Account Platform { get; }

    /// <summary>Gets the account in its care.</summary>
    public Account Authorizer { get; }

    public AuthorizerKey Key { get; }

    /// <summary>Gets the refresh token that WeChat takes now.</summary>
    public string? RefreshToken => Simulator.Platforms.RefreshTokenOf(Settings.AppId, Key.AppId.Value);

    public static async Task<PlatformWorld> StartAsync(CancellationToken cancellationToken)
    {
        var clock = new FakeTimeProvider();
        var simulator = await WeChatSimulator.StartAsync(new SimulatorOptions { TimeProvider = clock }, cancellationToken);
        var world = new PlatformWorld(clock, simulator);
        world.AddAccount(world.Key.AppId.Value);
        simulator.AddPlatform(world.Settings);
        return world;
    }

    public void AddAccount(string appId) => Simulator.AddAccount(new SimulatedAccount
    {
        AppId = appId,
        AppSecret = "account-secret",
        OriginalId = $"gh_{appId}",
        Name = appId,
    });

    public PlatformReplica NewReplica(FakeTimeProvider? clock = null, string? folder = null)
    {
        var replica = new PlatformReplica(this, clock, folder);
        _replicas.Add(replica);
        return replica;
    }

    /// <summary>Returns a replica that has got a ticket.</summary>
    public async Task<PlatformReplica> NewReplicaWithTicketAsync()
    {
        var replica = NewReplica();
        await GiveTicketAsync(replica);
        return replica;
    }

    public async Task GiveTicketAsync(PlatformReplica replica) => Assert.True(
        await replica.Tickets.AcceptAsync(Platform, NewTicket(), TestContext.Current.CancellationToken));

    public ComponentTicket NewTicket() =>
        new(Simulator.Platforms.CreateTicket(Settings.AppId), Clock.GetUtcNow(), Clock.GetUtcNow());

    /// <summary>Has the account authorize the platform; returns the code.</summary>
    public async Task<string> AuthorizeAsync(string? appId = null) =>
        (await Simulator.Platforms.AuthorizeAsync(
            Settings.AppId, appId ?? Key.AppId.Value, NoEvent, TestContext.Current.CancellationToken)).Code;

    /// <summary>Has the account authorize the platform, and the code exchanged by a replica.</summary>
    public async Task ExchangeAsync(PlatformReplica replica, string? appId = null)
    {
        var code = await AuthorizeAsync(appId);
        var result = await replica.Get<AuthorizationCodes>().ExchangeAsync(
            Platform, code, null, TestContext.Current.CancellationToken);
        Assert.True(result.TryGet(out _, out var error), error?.Message);
    }

    /// <summary>Lets the authorizer's access token expire, and a new ticket come before its platform's does.</summary>
    public async Task ExpireAsync(PlatformReplica replica)
    {
        Clock.Advance(TimeSpan.FromHours(2));
        if (!replica.Steps.IsDead)
        {
            await GiveTicketAsync(replica);
        }
    }

    public int CallsOf(string path) => Simulator.Calls.Count(path);

    public int Renewals => CallsOf(ApiPath.AuthorizerToken);

    public bool IsGood(WeChatResult<Token> result) => result.TryGet(out var token, out _) && Simulator.IsTokenValid(token.Value);

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }

        await Simulator.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
