using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Gateway.Tests.Platforms;

/// <summary>A platform without a MessageBackend: the customers of its accounts must never see an echo.</summary>
public sealed class SilentPlatformTests : IAsyncLifetime
{
    private PlatformRig _rig = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await PlatformRig.StartAsync(("Services:saas:MessageBackend", null));
        _rig.Put(PlatformRig.Shop);
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Without_a_MessageBackend_WeChat_gets_success()
    {
        var text = await _rig.PushAsync(PlatformRig.Shop, PushedMessage.Text("hi"));
        var subscribed = await _rig.PushAsync(PlatformRig.Shop, PushedMessage.Event("subscribe"));

        Assert.Equal("success", text.Last.Body);
        Assert.Equal("success", subscribed.Last.Body);
        Assert.Contains(_rig.Logs.Lines, line => line.Contains("answers 'success' to what no rule takes", StringComparison.Ordinal));
        Assert.Contains(
            _rig.Logs.Lines,
            line => line.Contains("Platform 'saas' takes tickets and authorization events at '/wx/saas/event'", StringComparison.Ordinal));
        Assert.DoesNotContain(_rig.Logs.Lines, line => line.Contains("echoes messages", StringComparison.Ordinal));
    }
}
