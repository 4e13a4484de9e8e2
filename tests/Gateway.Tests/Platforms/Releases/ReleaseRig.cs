using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Releases;
using WxYarpGateway.Platform.Sync;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Code;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Gateway.Tests.Platforms.Releases;

/// <summary>A simulated platform with mini programs in its care, and a gateway that serves it as <c>saas</c>; both by one clock.</summary>
internal sealed class ReleaseRig : IAsyncDisposable
{
    public const string Component = "wxcomponent0000001";
    public const string Releases = "/platform/saas/releases";

    private readonly List<SimulatedAccount> _programs;

    private ReleaseRig(WeChatSimulator weChat, ShiftedTimeProvider clock, int programs)
    {
        (WeChat, Clock) = (weChat, clock);
        _programs = [.. Enumerable.Range(1, programs).Select(number => new SimulatedAccount
        {
            AppId = AppIdOf(number),
            OriginalId = $"gh_mini{number:0000}",
            Name = $"小程序{number}",
            Kind = AccountKind.MiniProgram,
        })];
        Platform = new SimulatedPlatform
        {
            AppId = Component,
            AppSecret = "component-secret",
            Token = "platform-token",
            EncodingAesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
            Switches = new PlatformSwitches { PushesTickets = false },
            Templates = [new CodeTemplate { Id = 12, UserVersion = "3.2.0" }],
            Authorizers = [.. _programs.Select(program => new SimulatedAuthorizer { AppId = program.AppId })],
        };
    }

    public WeChatSimulator WeChat { get; }

    public ShiftedTimeProvider Clock { get; }

    public SimulatedPlatform Platform { get; }

    public CollectedLogs Logs { get; } = new();

    /// <summary>Gets the store of releases, through which a test kills the work on mini programs.</summary>
    public MortalStore Store { get; private set; } = null!;

    public RunningGateway Gateway { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static string AppIdOf(int number) => $"wxmini{number:0000000000}";

    /// <summary>
    /// Starts it, with services of the test's in the gateway; the audits of its mini programs are passed at once unless the switches say
    /// otherwise.
    /// </summary>
    public static async Task<ReleaseRig> StartAsync(
        int programs, Action<CodeSwitches>? code = null, Action<IServiceCollection>? replace = null)
    {
        var clock = new ShiftedTimeProvider();
        var weChat = await WeChatSimulator.StartAsync(new SimulatorOptions { TimeProvider = clock }, Cancelled);
        var rig = new ReleaseRig(weChat, clock, programs);
        foreach (var program in rig._programs)
        {
            program.Code.PrivacyScan = TimeSpan.Zero;
            program.Code.AuditAfter = TimeSpan.FromMilliseconds(50);
            code?.Invoke(program.Code);
            weChat.AddAccount(program);
        }

        rig.Gateway = await RunningGateway.StartAsync(
            rig.Settings(),
            rig.Logs,
            services =>
            {
                services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
                replace?.Invoke(services);
                var store = services.Last(service => service.ServiceType == typeof(IReleaseStore));
                services.Replace(ServiceDescriptor.Singleton<IReleaseStore>(provider => rig.Store = new MortalStore((IReleaseStore)
                    (store.ImplementationFactory?.Invoke(provider)
                        ?? ActivatorUtilities.CreateInstance(provider, store.ImplementationType!)))));
            },
            Cancelled);
        rig.Client = new HttpClient { BaseAddress = rig.Gateway.InternalAddress };
        rig.Platform.EventUrl = new Uri(rig.Gateway.Address, "/wx/saas/event");
        rig.Platform.MessageUrl = new Uri($"{rig.Gateway.Address}wx/saas/$APPID$/message");
        weChat.AddPlatform(rig.Platform);
        await weChat.Platforms.PushTicketAsync(Component, Cancelled);
        await rig.SyncAsync();
        return rig;
    }

    /// <summary>Returns the switches of a mini program's code.</summary>
    public CodeSwitches CodeOf(int number) => _programs[number - 1].Code;

    /// <summary>Returns what WeChat did for a mini program.</summary>
    public ProgramCounts CountsOf(int number) => WeChat.Code.ReportOf(AppIdOf(number)).Counts;

    /// <summary>Gives a mini program tags.</summary>
    public async Task TagAsync(int number, params string[] tags)
    {
        Assert.True(AppId.TryParse(AppIdOf(number), out var appId));
        var component = Gateway.Services.GetRequiredService<PlatformCatalog>().Current["saas"].AppId;
        var edit = AuthorizerEdit.Read(JsonSerializer.SerializeToUtf8Bytes(new { tags }), new HashSet<string>());
        await Gateway.Services.GetRequiredService<IAuthorizerStore>().EditAsync(component, appId, edit, expected: null, Cancelled);
        await Gateway.Services.GetRequiredService<AuthorizerChanges>().PublishAsync(component, appId, Cancelled);
        var registry = Gateway.Services.GetRequiredService<AuthorizerRegistry>();
        await Eventually.HoldsAsync(() => registry.Find(component, appId)!.Tags.SequenceEqual(tags), "the tags were there", Cancelled);
    }

    /// <summary>Files an order for all mini programs, changed by more members.</summary>
    public async Task<string> OrderAsync(string more = "", string to = """{"all":true}""", string version = "3.2.0")
    {
        var (status, json) = await PostAsync(
            Releases, $$"""{"to":{{to}},"template_id":12,"user_version":"{{version}}","user_desc":"新版"{{more}}}""");
        Assert.True(status == 202, json.ToString());
        return json.GetProperty("id").GetString()!;
    }

    /// <summary>Files an order of other steps than a commit.</summary>
    public async Task<string> StepsAsync(string steps, string more = "")
    {
        var (status, json) = await PostAsync(Releases, $$"""{"to":{"all":true},"steps":{{steps}}{{more}}}""");
        Assert.True(status == 202, json.ToString());
        return json.GetProperty("id").GetString()!;
    }

    public async Task<(int Status, JsonElement Json)> PostAsync(string path, string body = "", string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var answer = await Client.SendAsync(request, Cancelled);
        return ((int)answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled));
    }

    public Task<JsonElement> GetAsync(string path) => Client.GetFromJsonAsync<JsonElement>(path, Cancelled);

    public async Task<int> CountAsync(string id, string state)
        => (await GetAsync($"{Releases}/{id}")).GetProperty("counts").TryGetProperty(state, out var count) ? count.GetInt32() : 0;

    /// <summary>Waits until all mini programs, or a number of them, are in a state.</summary>
    public Task AreAsync(string id, string state, int? count = null) => EventuallyAsync(
        async () => await CountAsync(id, state) == (count ?? _programs.Count), $"{state}", id);

    /// <summary>Waits until the release is in a state.</summary>
    public Task IsAsync(string id, string state) => EventuallyAsync(
        async () => (await GetAsync($"{Releases}/{id}")).GetProperty("state").GetString() == state, state, id);

    /// <summary>Returns a mini program of a release.</summary>
    public async Task<JsonElement> ItemAsync(string id, int number)
        => (await GetAsync($"{Releases}/{id}/items?limit=500")).GetProperty("items").EnumerateArray()
            .Single(item => item.GetProperty("appid").GetString() == AppIdOf(number));

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        await Gateway.DisposeAsync();
        await WeChat.DisposeAsync();
        Logs.Dispose();
    }

    /// <summary>Lets a time pass; tickets live for twelve hours, so another one comes.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        Clock.Advance(time);
        await WeChat.Platforms.PushTicketAsync(Component, Cancelled);
    }

    /// <summary>Waits until the release is in a state, while hours pass: leases and pauses are over soon.</summary>
    public async Task PassesToAsync(string id, string state)
    {
        var looks = 0;
        await EventuallyAsync(
            async () =>
            {
                if (++looks % 20 == 0)
                {
                    Clock.Advance(TimeSpan.FromSeconds(16));
                }

                return (await GetAsync($"{Releases}/{id}")).GetProperty("state").GetString() == state;
            },
            state,
            id);
    }

    private async Task EventuallyAsync(Func<Task<bool>> condition, string what, string id)
    {
        try
        {
            await Eventually.HoldsAsync(condition, $"it was {what}", Cancelled);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException(
                $"{e.Message} {await GetAsync($"{Releases}/{id}")} {await GetAsync($"{Releases}/{id}/items")}", e);
        }
    }

    private async Task SyncAsync()
    {
        var platform = Gateway.Services.GetRequiredService<PlatformCatalog>().Current["saas"];
        await Gateway.Services.GetRequiredService<PlatformSync>().StartAsync(platform, Cancelled);
        var registry = Gateway.Services.GetRequiredService<AuthorizerRegistry>();
        await Eventually.HoldsAsync(
            () => registry.Of(platform.AppId).Count(one => one.Kind == ServiceKind.MiniProgram) == _programs.Count,
            "the mini programs were there",
            Cancelled);
    }

    private Dictionary<string, string?> Settings() => new()
    {
        ["Gateway:WeChat:ApiUrl"] = WeChat.Address.ToString(),
        ["Gateway:Services:saas:Kind"] = "Platform",
        ["Gateway:Services:saas:AppId"] = Component,
        ["Gateway:Services:saas:AppSecret"] = Platform.AppSecret,
        ["Gateway:Services:saas:Token"] = Platform.Token,
        ["Gateway:Services:saas:EncodingAesKey"] = Platform.EncodingAesKey,
        ["Gateway:Services:saas:AuthEventPath"] = "/wx/saas/event",
        ["Gateway:Services:saas:MessagePath"] = "/wx/saas/{appid}/message",
        ["Gateway:Services:saas:StartTicketPush"] = "Never",
        ["Gateway:Services:saas:Sync"] = "00:00:00",
    };
}
