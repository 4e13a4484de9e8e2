using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Rig;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Gateway.Tests.Endpoints;

/// <summary>A service that the configuration does not have is served by the same routes.</summary>
public sealed class OtherSourceEndpointsTests
{
    [Theory]
    [InlineData("/wxapi/tenant/cgi-bin/menu/get", 503)]
    [InlineData("/wxapi/TENANT/cgi-bin/menu/get", 503)]
    [InlineData("/tokens/tenant/access_token", 503)]
    [InlineData("/redelivery/tenant", 200)]
    [InlineData("/user?s=tenant&o=o", 502)]
    [InlineData("/wxapi/nobody/cgi-bin/menu/get", 404)]
    [InlineData("/tokens/nobody/access_token", 404)]
    public async Task Its_backends_call_as_others_do(string path, int status)
    {
        await using var gateway = await RunningGateway.StartAsync(
            [], new CollectedLogs(), services => services.AddSingleton<IServiceSource, OneTenant>(), TestContext.Current.CancellationToken);

        // Without an AppSecret there is no token.
        Assert.Equal(status, (await Calls.JsonAsync(gateway.InternalAddress, path)).Status);
    }

    private sealed class OneTenant : IServiceSource
    {
        private readonly WeChatService _service = new("tenant", new ServiceOptions { AppId = "wx1", Token = "t" });

        public IEnumerable<Callback> Callbacks => [];

        public bool TryGet(string name, [NotNullWhen(true)] out WeChatService? service)
        {
            service = name.Equals(_service.Name, StringComparison.OrdinalIgnoreCase) ? _service : null;
            return service is not null;
        }

        public bool TryGetCallback(string name, [NotNullWhen(true)] out Callback? callback)
        {
            callback = null;
            return false;
        }
    }
}
