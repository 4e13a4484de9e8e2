using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Gateway.Tests.Configuration;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Gateway.Tests.Access;

/// <summary>Keys, services, endpoints and WeChat's address are edited while backends call.</summary>
public sealed class InternalReloadTests : IAsyncLifetime
{
    private const string MenuGet = "/cgi-bin/menu/get";

    private readonly Workplace _workplace = new();
    private WeChatSimulator _weChat = null!;
    private WeChatSimulator _another = null!;
    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        _weChat = await StartWeChatAsync();
        _another = await StartWeChatAsync();
        var file = _workplace.Write("appsettings.json", Json(_weChat, "shop", key: null));
        _gateway = await RunningGateway.StartAsync([], TestContext.Current.CancellationToken, file);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _weChat.DisposeAsync();
        await _another.DisposeAsync();
        _workplace.Dispose();
    }

    [Fact]
    public async Task Edits_take_effect_and_invalid_ones_do_not()
    {
        Assert.Equal(200, await StatusAsync($"/wxapi/shop{MenuGet}"));
        Assert.Equal(200, await StatusAsync("/tokens/shop/access_token"));

        await EditAsync(Json(_weChat, "shop", key: "first"));
        Assert.Equal(401, await StatusAsync($"/wxapi/shop{MenuGet}"));
        Assert.Equal(200, await StatusAsync($"/wxapi/shop{MenuGet}", "first"));

        await EditAsync(Json(_weChat, "shop", key: "second"));
        Assert.Equal(401, await StatusAsync("/tokens/shop/access_token", "first"));
        Assert.Equal(200, await StatusAsync("/tokens/shop/access_token", "second"));

        // A key in clear is an error; until it is fixed, the old key is the key.
        _workplace.Write("appsettings.json", Json(_weChat, "shop", key: "second").Replace("sha256:", "", StringComparison.Ordinal));
        var state = _gateway.Services.GetRequiredService<ConfigurationState>();
        await Eventually.HoldsAsync(() => state.LastErrors.Count > 0, "the error was told", TestContext.Current.CancellationToken);
        Assert.Equal(200, await StatusAsync("/tokens/shop/access_token", "second"));
        Assert.Equal(401, await StatusAsync("/tokens/shop/access_token"));

        await EditAsync(Json(_weChat, "office", key: "second"));
        Assert.Equal(404, await StatusAsync("/tokens/shop/access_token", "second"));
        await Eventually.HoldsAsync(async () => await StatusAsync($"/wxapi/shop{MenuGet}", "second") == 404, "the route went",
            TestContext.Current.CancellationToken);
        Assert.Equal(200, await StatusAsync($"/wxapi/office{MenuGet}", "second"));

        var asked = _another.Calls.Count(MenuGet);
        await EditAsync(Json(_another, "office", key: "second"));
        Assert.Equal(200, await StatusAsync($"/wxapi/office{MenuGet}", "second"));
        Assert.Equal(asked + 2, _another.Calls.Count(MenuGet));
    }

    [Fact]
    public async Task An_endpoint_moves_and_comes_and_goes_outside_while_the_gateway_runs()
    {
        var before = Json(_weChat, "shop", key: "first");
        await EditAsync(before);
        Assert.Equal(400, await StatusAsync("/user?s=shop", "first"));

        await EditAsync(
            before.Replace(
                "\"Services\"", "\"Endpoints\": { \"User\": \"/who\", \"Qr\": null }, \"EndpointsOnPublicListener\": true, \"Services\"",
                    StringComparison.Ordinal));
        Assert.Equal((404, 404, 400), (await StatusAsync("/user?s=shop", "first"), await StatusAsync("/qr?s=shop", "first"),
            await StatusAsync("/who?s=shop", "first")));
        Assert.Equal((400, 401, 404),
            (await OutsideAsync("/who?s=shop", "first"), await OutsideAsync("/who?s=shop"), await OutsideAsync("/user?s=shop", "first")));

        await EditAsync(before);
        Assert.Equal((404, 400), (await OutsideAsync("/who?s=shop", "first"), await StatusAsync("/user?s=shop", "first")));
    }

    private static async Task<WeChatSimulator> StartWeChatAsync()
    {
        var weChat = await WeChatSimulator.StartAsync(new SimulatorOptions(), TestContext.Current.CancellationToken);
        weChat.AddAccount(new SimulatedAccount { AppId = "wx1", AppSecret = "secret", Token = "t" });
        return weChat;
    }

    private async Task EditAsync(string json)
    {
        var state = _gateway.Services.GetRequiredService<ConfigurationState>();
        var applied = state.AppliedAt;
        _workplace.Write("appsettings.json", json);
        await Eventually.HoldsAsync(() => state.AppliedAt != applied, "the edit took effect", TestContext.Current.CancellationToken);
    }

    private Task<int> StatusAsync(string path, string? key = null) => StatusAsync(_gateway.InternalAddress, path, key);

    private Task<int> OutsideAsync(string path, string? key = null) => StatusAsync(_gateway.Address, path, key);

    private static async Task<int> StatusAsync(Uri address, string path, string? key)
    {
        using var response = await Calls.SendAsync(address, path, key: key);
        return (int)response.StatusCode;
    }

    private static string Json(WeChatSimulator weChat, string service, string? key) => $$"""
        {
          "Gateway": {
            "WeChat": { "ApiUrl": "{{weChat.Address}}" },
            "InternalApiKeys": { {{(key is null ? "" : $"\"crm\": \"{InternalListenerTests.DigestOf(key)}\"")}} },
            "Services": { "{{service}}": { "AppId": "wx1", "AppSecret": "secret", "Token": "t", "MessagePath": "/wx" } }
          }
        }
        """;
}
