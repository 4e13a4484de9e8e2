using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Rig;
using WxYarpGateway.Testing.Logs;

namespace WxYarpGateway.Gateway.Tests.Access;

public sealed class GuardedEndpointTests : IAsyncLifetime
{
    private readonly CollectedLogs _logs = new();
    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync()
        => _gateway = await RunningGateway.StartAsync(
            new()
            {
                ["Gateway:Services:shop:AppId"] = "wx1",
                ["Gateway:Services:shop:Token"] = "t",
                ["Gateway:Services:shop:MessagePath"] = "/wx",
                ["Gateway:VerifyFiles:MP_verify_x.txt"] = "x",
                ["Gateway:EndpointsOnPublicListener"] = "true",
                ["Gateway:InternalApiKeys:crm"] = InternalListenerTests.DigestOf("key"),
            },
            _logs,
            services => services.AddSingleton<IAuthenticationSchemeProvider, CountedSchemes>(),
            TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_push_does_not_pay_for_the_keys_of_backends()
    {
        var schemes = (CountedSchemes)_gateway.Services.GetRequiredService<IAuthenticationSchemeProvider>();
        using var push = await Calls.SendAsync(_gateway.Address, "/wx?signature=x&timestamp=1&nonce=2&echostr=3");
        Assert.Equal((403, 0), ((int)push.StatusCode, schemes.Asked));

        using var call = await Calls.SendAsync(_gateway.InternalAddress, "/tokens/shop/access_token", key: "key");
        Assert.Equal((503, true), ((int)call.StatusCode, schemes.Asked > 0));
    }

    [Fact]
    public void Whatever_is_served_on_the_internal_listener_needs_a_key_or_is_one_of_the_probes()
    {
        var endpoints = _gateway.Services.GetRequiredService<EndpointDataSource>().Endpoints.Where(
            endpoint => ServedOn.Of(endpoint).Includes(ListenerKind.Internal)).ToList();

        Assert.True(endpoints.Count > 15, $"There are {endpoints.Count}.");
        Assert.Equal(
            ["/health", "/health/live", "/health/ready"],
            endpoints.Where(endpoint => !IsGuarded(endpoint)).Cast<RouteEndpoint>().Select(
                endpoint => endpoint.RoutePattern.RawText).Order());
    }

    [Theory]
    [InlineData("/MP_verify_x.txt", 200)]
    [InlineData("/mp_VERIFY_x.txt", 200)]
    [InlineData("/MP_verify_x.txt/", 404)]
    public async Task A_verify_file_has_one_path(string path, int status)
    {
        using var response = await Calls.SendAsync(_gateway.Address, path);

        Assert.Equal(status, (int)response.StatusCode);
    }

    private static bool IsGuarded(Microsoft.AspNetCore.Http.Endpoint endpoint)
        => endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAuthorizeData>() is not null
            && endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAllowAnonymous>() is null;

    private sealed class CountedSchemes(IOptions<AuthenticationOptions> options) : AuthenticationSchemeProvider(options)
    {
        private int _asked;

        public int Asked => Volatile.Read(ref _asked);

        public override Task<IEnumerable<AuthenticationScheme>> GetRequestHandlerSchemesAsync()
        {
            Interlocked.Increment(ref _asked);
            return base.GetRequestHandlerSchemesAsync();
        }
    }
}
