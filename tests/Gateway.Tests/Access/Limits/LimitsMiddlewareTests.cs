using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Gateway.Access.Limits;
using WxYarpGateway.Gateway.Tests.Configuration;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.Transforms.Exchange;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace WxYarpGateway.Gateway.Tests.Access.Limits;

/// <summary>Routes of a service that are not for messages, such as pages that people open.</summary>
public sealed class LimitsMiddlewareTests : IAsyncLifetime
{
    private const string Key = "the-key";

    private readonly Workplace _workplace = new();
    private readonly CollectedLogs _logs = new();
    private WebApplication _app = null!;
    private LimitsMiddleware _limits = null!;
    private int _passed;

    public ValueTask InitializeAsync()
    {
        _app = Program.Build(
            _workplace.Environment,
            [],
            [
                "--Gateway:Limits:RequestsPerSecondPerClient=2", "--Gateway:Limits:RequestsPerSecondPerService=5",
                    "--Gateway:Limits:BurstSeconds=1",
                "--Gateway:Services:shop:AppId=a", "--Gateway:Services:shop:Token=t", "--Gateway:Services:shop:MessagePath=/wx",
                "--Gateway:InternalApiKeys:crm=sha256:" + Convert.ToHexString(
                    System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Key))),
                "--Logging:LogLevel:Default=Trace", "--Logging:Console:LogLevel:Default=None",
            ]);
        _app.Services.GetRequiredService<Microsoft.Extensions.Logging.ILoggerFactory>().AddProvider(_logs);
        RequestDelegate next = _ =>
        {
            _passed++;
            return Task.CompletedTask;
        };
        _limits = ActivatorUtilities.CreateInstance<LimitsMiddleware>(_app.Services, next);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _workplace.Dispose();
    }

    [Fact]
    public async Task One_client_is_held_back_and_another_is_not()
    {
        Assert.Equal([200, 200, 429, 429], await AskAsync(4, "198.51.100.1"));
        Assert.Equal([200], await AskAsync(1, "198.51.100.2"));
        Assert.Equal(3, _passed);
        Assert.Single(_logs.Lines, line => line.StartsWith("Warning Refused", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Many_clients_together_are_held_to_what_the_service_takes()
    {
        var statuses = new List<int>();
        for (var client = 1; client <= 8; client++)
        {
            statuses.AddRange(await AskAsync(1, $"198.51.100.{client}"));
        }

        Assert.InRange(statuses.Count(status => status == 200), 5, 7);
        Assert.Equal([200], await AskAsync(1, "198.51.100.99", exchange: "message"));
    }

    [Fact]
    public async Task A_page_is_asked_for_without_a_body()
    {
        var context = Context("198.51.100.1", "oauth");
        context.Request.ContentLength = 1;
        var limit = new BodyLimit { MaxRequestBodySize = 30_000_000 };
        context.Features.Set<IHttpMaxRequestBodySizeFeature>(limit);

        await _limits.InvokeAsync(context);

        Assert.Equal((413, 0L, 0), (context.Response.StatusCode, limit.MaxRequestBodySize, _passed));
    }

    [Fact]
    public async Task A_backend_that_sends_its_key_to_the_public_address_is_no_stranger()
    {
        for (var number = 0; number < 20; number++)
        {
            var context = Context("198.51.100.1", exchange: null);
            context.Request.Headers["X-Api-Key"] = Key;
            await _limits.InvokeAsync(context);
        }

        Assert.Equal(20, _passed);
        Assert.Equal([200, 200, 429], await AskAsync(3, "198.51.100.1", exchange: null));
    }

    [Fact]
    public async Task A_proxy_that_is_not_named_is_told_of_once_a_minute()
    {
        for (var number = 0; number < 10; number++)
        {
            var context = Context("10.0.0.5", "oauth");
            context.Request.Headers["X-Forwarded-For"] = "198.51.100.1";
            _passed = 0;
            await _limits.InvokeAsync(context);
        }

        Assert.Contains("'10.0.0.5' is not in Gateway:KnownProxies", Assert.Single(
            _logs.Lines, line => line.StartsWith("Warning UnknownProxy", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.DoesNotContain(_logs.Lines, line => line.Contains("per 'client'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Somebody_out_there_cannot_pass_for_a_proxy()
    {
        var statuses = new List<int>();
        for (var number = 0; number < 4; number++)
        {
            var context = Context("198.51.100.1", "oauth");
            context.Request.Headers["X-Forwarded-For"] = $"10.0.0.{number}";
            await _limits.InvokeAsync(context);
            statuses.Add(context.Response.StatusCode);
        }

        Assert.Equal([200, 200, 429, 429], statuses);
    }

    private static DefaultHttpContext Context(string client, string? exchange)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(client);
        if (exchange is not null)
        {
            var route = new RouteConfig
            {
                RouteId = "shop." + exchange,
                Metadata = new Dictionary<string, string> { [WeChatRoute.Service] = "SHOP", [WeChatRoute.Exchange] = exchange },
            };
            context.SetEndpoint(
                new Endpoint(null, new EndpointMetadataCollection(new RouteModel(route, null, HttpTransformer.Empty)), route.RouteId));
        }

        return context;
    }

    private async Task<IReadOnlyList<int>> AskAsync(int times, string client, string? exchange = "oauth")
    {
        var statuses = new List<int>();
        for (var number = 0; number < times; number++)
        {
            var context = Context(client, exchange);
            await _limits.InvokeAsync(context);
            statuses.Add(context.Response.StatusCode);
        }

        return statuses;
    }

    private sealed class BodyLimit : IHttpMaxRequestBodySizeFeature
    {
        public bool IsReadOnly => false;

        public long? MaxRequestBodySize { get; set; }
    }
}
