using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Gateway.Access;
using WxYarpGateway.Gateway.Access.Backends;
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
            services => services.AddSingleton<ApiKeyAuthentication>().AddSingleton<IAuthenticationService, CountedAuthentication>(),
            TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_push_does_not_pay_for_the_keys_of_backends()
    {
        var keys = (CountedAuthentication)_gateway.Services.GetRequiredService<IAuthenticationService>();
        using var push = await Calls.SendAsync(_gateway.Address, "/wx?signature=x&timestamp=1&nonce=2&echostr=3");
        Assert.Equal((403, 0), ((int)push.StatusCode, keys.Asked));

        using var call = await Calls.SendAsync(_gateway.InternalAddress, "/tokens/shop/access_token", key: "key");
        Assert.Equal((503, 1), ((int)call.StatusCode, keys.Asked));
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
        => endpoint.Metadata.GetMetadata<BackendsOnly>() is not null
            || (endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAuthorizeData>() is not null
            && endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAllowAnonymous>() is null);

    /// <summary>The gateway's own authentication; counts who asks.</summary>
    private sealed class CountedAuthentication(ApiKeyAuthentication authentication) : IAuthenticationService
    {
        private int _asked;

        public int Asked => Volatile.Read(ref _asked);

        public Task<AuthenticateResult> AuthenticateAsync(HttpContext context, string? scheme)
        {
            Interlocked.Increment(ref _asked);
            return authentication.AuthenticateAsync(context, scheme);
        }

        public Task ChallengeAsync(HttpContext context, string? scheme, AuthenticationProperties? properties)
            => authentication.ChallengeAsync(context, scheme, properties);

        public Task ForbidAsync(HttpContext context, string? scheme, AuthenticationProperties? properties)
            => authentication.ForbidAsync(context, scheme, properties);

        public Task SignInAsync(HttpContext context, string? scheme, ClaimsPrincipal principal, AuthenticationProperties? properties)
            => authentication.SignInAsync(context, scheme, principal, properties);

        public Task SignOutAsync(HttpContext context, string? scheme, AuthenticationProperties? properties)
            => authentication.SignOutAsync(context, scheme, properties);
    }
}
