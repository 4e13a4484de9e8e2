using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Hosting;

/// <summary>Between the word to stop and the end, over real sockets.</summary>
public sealed class ShutdownTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task During_the_delay_it_is_not_ready_and_takes_pushes_all_the_same()
    {
        await using var rig = await TestRig.StartAsync(Cancelled, ("ShutdownDelay", "00:00:20"));
        rig.Backend.Answers("""{"msg":"hello"}""");
        using var before = await Calls.SendAsync(rig.Gateway.Address, "/wxplain");
        Assert.NotEqual(true, before.Headers.ConnectionClose);

        var stop = rig.Gateway.StopAsync(Cancelled);
        var (status, json) = await Calls.JsonAsync(rig.Gateway.InternalAddress, "/health/ready");

        Assert.Equal((503, "not ready"), (status, json.GetProperty("status").GetString()));
        Assert.True(json.GetProperty("shuttingDown").GetBoolean());
        Assert.Equal("The gateway is shutting down.", Assert.Single(json.GetProperty("reasons").EnumerateArray()).GetString());
        using var alive = await Calls.SendAsync(rig.Gateway.InternalAddress, "/health/live");
        Assert.Equal(200, (int)alive.StatusCode);
        Assert.Equal("hello", (await rig.PushAsync(TestRig.Plain, PushedMessage.Text("hi"))).Reply?["Content"]);
        using var during = await Calls.SendAsync(rig.Gateway.Address, "/wxplain");
        Assert.True(during.Headers.ConnectionClose);
        Assert.False(stop.IsCompleted);

        rig.Gateway.Services.GetServices<IHostedService>().OfType<ShutdownDelay>().Single().Cut();
        await stop;
        await Assert.ThrowsAsync<HttpRequestException>(() => Calls.SendAsync(rig.Gateway.Address, "/wxplain"));
    }

    [Fact]
    public async Task A_plain_route_tells_its_clients_to_close_too()
    {
        await using var site = await ScriptedBackend.StartAsync(Cancelled);
        site.Script = (_, context) =>
        {
            context.Response.Headers.Connection = "keep-alive";
            return ScriptedBackend.WriteAsync(context, "{}");
        };
        await using var gateway = await RunningGateway.StartAsync(
            new()
            {
                ["Gateway:ShutdownDelay"] = "00:00:20",
                ["ReverseProxy:Routes:site:ClusterId"] = "site",
                ["ReverseProxy:Routes:site:Match:Path"] = "/site",
                ["ReverseProxy:Clusters:site:Destinations:one:Address"] = site.Address,
            },
            Cancelled);
        using var hurry = new CancellationTokenSource();

        var stop = gateway.StopAsync(hurry.Token);
        using var answer = await Calls.SendAsync(gateway.Address, "/site");
        await hurry.CancelAsync();
        await stop;

        Assert.Equal("{}", await answer.Content.ReadAsStringAsync(Cancelled));
        Assert.True(answer.Headers.ConnectionClose);
    }

    [Fact]
    public async Task A_push_that_is_under_way_when_the_listener_closes_gets_its_answer()
    {
        await using var rig = await TestRig.StartAsync(Cancelled);
        var answer = new TaskCompletionSource();
        rig.Backend.Script = async (_, context) =>
        {
            await answer.Task;
            await ScriptedBackend.WriteAsync(context, """{"msg":"hello"}""");
        };
        var push = rig.PushAsync(TestRig.Safe, PushedMessage.Text("hi"), new PushOptions { MaxDeliveries = 1 });
        await Eventually.HoldsAsync(() => rig.Backend.Calls.Count == 1, "the backend was called", Cancelled);

        var stop = rig.Gateway.StopAsync(Cancelled);
        await Eventually.HoldsAsync(async () => !await ConnectsAsync(rig.Gateway.Address), "the listener was closed", Cancelled);
        Assert.False(stop.IsCompleted);
        answer.SetResult();

        Assert.Equal("hello", (await push).Reply?["Content"]);
        await stop;
    }

    private static async Task<bool> ConnectsAsync(Uri address)
    {
        using var client = new System.Net.Sockets.TcpClient();
        try
        {
            await client.ConnectAsync(address.Host, address.Port, Cancelled);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
