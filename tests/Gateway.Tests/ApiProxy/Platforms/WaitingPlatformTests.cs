using WxYarpGateway.Gateway.Tests.Platforms;

namespace WxYarpGateway.Gateway.Tests.ApiProxy.Platforms;

/// <summary>A platform that WeChat has pushed no ticket to.</summary>
public sealed class WaitingPlatformTests : IAsyncLifetime
{
    private PlatformRig _rig = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await PlatformRig.StartWithoutTicketsAsync();
        _rig.PutWithToken(PlatformRig.Shop);
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData("/wxapi/saas/component/wxa/gettemplatelist")]
    [InlineData("/wxapi/saas/wxshop0000000001/cgi-bin/menu/get")]
    [InlineData("/tokens/saas/component_access_token")]
    [InlineData("/tokens/saas/wxshop0000000001/access_token")]
    public async Task Callers_are_told_to_come_again(string path)
    {
        using var answer = await Calls.SendAsync(_rig.Gateway.InternalAddress, path);

        Assert.Equal(503, (int)answer.StatusCode);
        Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
    }
}
