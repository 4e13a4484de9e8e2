using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Rig;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Gateway.Tests.Configuration;

public sealed class GatewayBinderTests : IDisposable
{
    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Fact]
    public async Task The_options_are_bound_once_for_each_reload_whatever_is_asked_of_them()
    {
        var file = _workplace.Write("appsettings.json", Json(services: 30, tokens: "/tokens"));
        await using var gateway = await RunningGateway.StartAsync([], TestContext.Current.CancellationToken, file);
        var binder = gateway.Services.GetRequiredService<GatewayBinder>();
        await UseAsync(gateway, "/tokens");
        Assert.Equal(1, binder.Bindings);

        await EditAsync(gateway, Json(services: 40, tokens: "/other"));
        await UseAsync(gateway, "/other");
        Assert.Equal(2, binder.Bindings);

        // One that is refused is bound to be checked, and the one in force is not bound again.
        _workplace.Write("appsettings.json", Json(services: 40, tokens: "no path"));
        var state = gateway.Services.GetRequiredService<ConfigurationState>();
        await Eventually.HoldsAsync(() => state.LastErrors.Count > 0, "the edit was refused", TestContext.Current.CancellationToken);
        await UseAsync(gateway, "/other");
        Assert.Equal(3, binder.Bindings);
    }

    private static async Task UseAsync(RunningGateway gateway, string tokens)
    {
        // Without an AppSecret there is no token; the endpoint is there all the same.
        Assert.Equal(503, (await Calls.JsonAsync(gateway.InternalAddress, $"{tokens}/shop1/access_token")).Status);
        Assert.Equal(503, (await Calls.JsonAsync(gateway.InternalAddress, "/wxapi/shop1/cgi-bin/menu/get")).Status);
        using var page = await Calls.SendAsync(gateway.Address, "/nothing");
        Assert.Equal(404, (int)page.StatusCode);
    }

    private async Task EditAsync(RunningGateway gateway, string json)
    {
        var state = gateway.Services.GetRequiredService<ConfigurationState>();
        var applied = state.AppliedAt;
        _workplace.Write("appsettings.json", json);
        await Eventually.HoldsAsync(() => state.AppliedAt != applied, "the edit took effect", TestContext.Current.CancellationToken);
    }

    private static string Json(int services, string tokens)
    {
        var all = Enumerable.Range(1, services).Select(number => $$""" "shop{{number}}": { "AppId": "wx{{number}}", "Token": "t", "MessagePath": "/wx{{number}}" } """);
        return $$"""{ "Gateway": { "Endpoints": { "Tokens": "{{tokens}}" }, "Limits": { "RequestsPerSecondPerClient": 50 }, "Services": { {{string.Join(",\n", all)}} } } }""";
    }
}
