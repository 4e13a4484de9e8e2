using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Gateway.Tests.Pushes;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Gateway.Tests.Platforms;

/// <summary>A platform's section is edited while pushes flow: all or nothing, and no push is lost.</summary>
public sealed class PlatformReloadTests : IAsyncLifetime
{
    private readonly EditedFile _file = new();
    private readonly ConcurrentQueue<PushResult> _pushed = [];
    private WeChatSimulator _weChat = null!;
    private ScriptedBackend _old = null!;
    private ScriptedBackend _new = null!;
    private RunningGateway _gateway = null!;
    private volatile bool _isOver;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _weChat = await WeChatSimulator.StartAsync(new SimulatorOptions(), Cancelled);
        (_old, _new) = (await ScriptedBackend.StartAsync(Cancelled), await ScriptedBackend.StartAsync(Cancelled));
        _old.Answers("""{"msg":"old"}""");
        _new.Answers("""{"msg":"new"}""");
        Edit("old");
        _gateway = await RunningGateway.StartAsync(new Dictionary<string, string?>
        {
            ["Gateway:Backends:old"] = _old.Address,
            ["Gateway:Backends:new"] = _new.Address,
        }, Cancelled, _file.FullName);
        _weChat.AddAccount(new SimulatedAccount { AppId = PlatformRig.Shop, OriginalId = PlatformRig.ShopId });
        _weChat.AddPlatform(new SimulatedPlatform
        {
            AppId = PlatformRig.Component,
            Token = "platform-token",
            EncodingAesKey = PlatformRig.AesKey,
            MessageUrl = new Uri($"{_gateway.Address}wx/saas/$APPID$/message"),
        });
        _gateway.Services.GetRequiredService<AuthorizerRegistry>().Put(
            new Authorizer(PlatformRig.IdOf(PlatformRig.Component),
                PlatformRig.IdOf(PlatformRig.Shop))
            { OriginalId = PlatformRig.ShopId });
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _old.DisposeAsync();
        await _new.DisposeAsync();
        await _weChat.DisposeAsync();
        _file.Dispose();
    }

    [Fact]
    public async Task Every_push_is_answered_and_a_wrong_edit_changes_nothing()
    {
        var load = Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(LoadAsync, Cancelled)));
        await Eventually.HoldsAsync(() => _pushed.Count > 20, "pushes flow", Cancelled);

        Edit("new");
        await UntilAsync("new");
        Edit("nobody");
        await Eventually.HoldsAsync(
            () => _gateway.Services.GetRequiredService<ConfigurationState>().LastErrors.Count > 0, "the edit was refused", Cancelled);
        Assert.Equal("new", Backend);
        Edit("old");
        await UntilAsync("old");
        _isOver = true;
        await load;

        Assert.All(_pushed, push
            => Assert.True(push.Reply?["Content"] is "old" or "new", $"{push.Last.Status} {push.Last.Problem} {push.Last.Body}"));
        Assert.Contains(_pushed, push => push.Reply?["Content"] == "new");
    }

    private string? Backend => _gateway.Services.GetRequiredService<PlatformCatalog>().Current["saas"].MessageTarget?.Backend;

    private Task UntilAsync(string backend)
        => Eventually.HoldsAsync(() => Backend == backend, $"the platform's backend is {backend}", Cancelled);

    private void Edit(string backend)
    {
        _file.RemoveService("saas");
        _file.AddService("saas", backend, PlatformRig.AesKey);
        var saas = _file.Service("saas");
        saas["Kind"] = "Platform";
        saas["AppId"] = PlatformRig.Component;
        saas["AppSecret"] = "component-secret";
        saas["Token"] = "platform-token";
        saas["AuthEventPath"] = "/wx/saas/event";
        saas["MessagePath"] = "/wx/saas/{appid}/message";
        saas["StartTicketPush"] = "Never";
        _file.Save();
    }

    private async Task LoadAsync()
    {
        while (!_isOver)
        {
            _pushed.Enqueue(await _weChat.PushAsync(
                PlatformRig.Shop,
                PushedMessage.Text("hi"),
                new PushOptions { Platform = PlatformRig.Component, MaxDeliveries = 1 },
                Cancelled));
            await Task.Delay(5, Cancelled);
        }
    }
}
