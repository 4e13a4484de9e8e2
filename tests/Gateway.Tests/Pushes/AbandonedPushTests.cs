using System.Net.Sockets;
using System.Text;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Pushes;

/// <summary>Clients that hang up.</summary>
public sealed class AbandonedPushTests : IAsyncLifetime
{
    private TestRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await TestRig.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData("Content-Length: 1000\r\n\r\n<xml>")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\n<xml>\r\n")]
    public async Task A_push_that_is_not_sent_to_its_end_is_counted_and_forgotten(string rest)
    {
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(_rig.Gateway.Address.Host, _rig.Gateway.Address.Port, TestContext.Current.CancellationToken);
            var head = $"POST /{TestRig.Plain}?signature=x HTTP/1.1\r\nHost: x\r\n{rest}";
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);
        }

        await Eventually.HoldsAsync(
            () => _rig.Outcomes[TestRig.Plain, "Abandoned"] == 1, "the push was counted", TestContext.Current.CancellationToken);
        Assert.Empty(_rig.Backend.Calls);
        Assert.True((await _rig.PushAsync(TestRig.Plain, PushedMessage.Text("next"))).IsAnswered);
    }

    [Fact]
    public async Task The_backend_finishes_its_work_for_a_client_that_hung_up()
    {
        var isAborted = false;
        var hasHungUp = new TaskCompletionSource();
        var isDone = new TaskCompletionSource();
        _rig.Backend.Script = async (_, context) =>
        {
            await hasHungUp.Task;
            isAborted = context.RequestAborted.IsCancellationRequested;
            await ScriptedBackend.WriteAsync(context, """{"msg":"done"}""");
            isDone.SetResult();
        };

        var result = await _rig.PushAsync(
            TestRig.Safe, PushedMessage.Text("hi"), new PushOptions { Timeout = TimeSpan.FromSeconds(2), MaxDeliveries = 1 });
        hasHungUp.SetResult();
        await isDone.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Equal(DeliveryOutcome.TimedOut, result.Last.Outcome);
        Assert.False(isAborted);
        await Eventually.HoldsAsync(
            () => _rig.Outcomes.Of(TestRig.Safe) == 1, "the push was counted", TestContext.Current.CancellationToken);
        Assert.Equal(1, _rig.Outcomes[TestRig.Safe, "Replied"]);
    }
}
