using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.Transforms.Exchange;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace WxYarpGateway.Gateway.Tests.ApiProxy;

/// <summary>How long connections to backends and to WeChat are used before their names are resolved again.</summary>
public sealed class ConnectionLifetimeTests
{
    private static readonly TimeSpan TwoMinutes = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Connections_of_every_kind_of_cluster_live_two_minutes()
    {
        await using var rig = await StartAsync();
        var clusters = rig.Gateway.Services.GetRequiredService<IProxyStateLookup>().GetClusters().ToDictionary(
            cluster => cluster.ClusterId);

        Assert.All(
            new[] { $"{TestRig.Safe}.message", $"{TestRig.Safe}.oauth", "{service}.api", "own" },
            id => Assert.Equal(TwoMinutes, HandlerOf(clusters[id].Model.HttpClient).PooledConnectionLifetime));
    }

    [Fact]
    public async Task Connections_to_WeChat_live_two_minutes()
    {
        await using var rig = await StartAsync();
        var handler = rig.Gateway.Services.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(WeChatApiClient.HttpClientName);

        Assert.Equal(TwoMinutes, Innermost(handler).PooledConnectionLifetime);
    }

    [Fact]
    public async Task A_cluster_may_choose_another_time_and_shares_its_connections_with_none_that_did_not()
    {
        await using var rig = await StartAsync(($"ReverseProxy:Clusters:own:Metadata:{ConnectionLifetime.Key}", "00:00:30"));
        var clusters = rig.Gateway.Services.GetRequiredService<IProxyStateLookup>().GetClusters().ToDictionary(
            cluster => cluster.ClusterId);

        Assert.Equal(TimeSpan.FromSeconds(30), HandlerOf(clusters["own"].Model.HttpClient).PooledConnectionLifetime);
        Assert.Equal(TwoMinutes, HandlerOf(clusters[$"{TestRig.Safe}.message"].Model.HttpClient).PooledConnectionLifetime);
    }

    [Fact]
    public async Task A_message_goes_by_a_new_connection_when_the_old_one_has_had_its_time()
    {
        var backend = await ScriptedBackend.StartAsync(TestContext.Current.CancellationToken);
        var connections = new ConcurrentDictionary<string, bool>();
        backend.Script = (_, context) =>
        {
            connections[context.Connection.Id] = true;
            return Task.CompletedTask;
        };
        await using var rig = await TestRig.StartAsync(
            backend,
            TestContext.Current.CancellationToken,
            ($"Services:{TestRig.Plain}:MessageBackend", ""),
            ($"Services:{TestRig.Plain}:MessageBackend:Destinations:one:Address", backend.Address),
            ($"Services:{TestRig.Plain}:MessageBackend:Metadata:{ConnectionLifetime.Key}", "00:00:01"));

        await Eventually.HoldsAsync(
            async () =>
            {
                await rig.PushAsync(TestRig.Plain, PushedMessage.Text(Guid.NewGuid().ToString()));
                return connections.Count > 1;
            },
            "a second connection was made",
            TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("00:00:00")]
    [InlineData("2.00:00:00")]
    [InlineData("soon")]
    [InlineData("")]
    [InlineData("-00:01:00")]
    public async Task A_time_that_is_none_is_an_error(string lifetime)
    {
        await using var app = Program.Build(
            new Gateway.Configuration.GatewayEnvironment(AppContext.BaseDirectory, AppContext.BaseDirectory),
            [],
            [$"--ReverseProxy:Clusters:own:Metadata:{ConnectionLifetime.Key}={lifetime}",
                "--ReverseProxy:Clusters:own:Destinations:one:Address=http://a"]);

        var result = await app.Services.GetRequiredService<Transforms.Configuration.ConfigurationCompiler>().CompileAsync(inForce: null);

        Assert.StartsWith(
            $"command line: ReverseProxy:Clusters:own:Metadata:WeChat.ConnectionLifetime must be a time from 00:00:01 to 1.00:00:00; it " +
                $"is {lifetime}",
            Assert.Single(result.Errors).ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_of_the_time_alone_makes_another_client()
    {
        var clients = new Gateway.ApiProxy.SharedHttpClients(new ForwarderHttpClientFactory());
        var first = clients.CreateClient(
            new ForwarderHttpClientContext { ClusterId = "own", OldConfig = HttpClientConfig.Empty, NewConfig = HttpClientConfig.Empty });

        var changed = clients.CreateClient(new ForwarderHttpClientContext
        {
            ClusterId = "own",
            OldConfig = HttpClientConfig.Empty,
            NewConfig = HttpClientConfig.Empty,
            NewMetadata = new Dictionary<string, string> { [ConnectionLifetime.Key] = "00:00:30" },
        });

        Assert.NotSame(first, changed);
    }

    private static Task<TestRig> StartAsync(params (string Key, string Value)[] settings) => TestRig.StartAsync(
        TestContext.Current.CancellationToken,
        [
            .. settings,
            ($"Services:{TestRig.Safe}:OAuthPath", "/oauth"),
            ($"Services:{TestRig.Safe}:OAuthBackend", "http://127.0.0.1:9/page"),
            ("ReverseProxy:Clusters:own:Destinations:one:Address", "http://127.0.0.1:9"),
        ]);

    private static SocketsHttpHandler HandlerOf(HttpMessageInvoker client) => Innermost(Handler(client));

    private static SocketsHttpHandler Innermost(HttpMessageHandler handler)
        => handler is DelegatingHandler { InnerHandler: { } inner } ? Innermost(inner) : Assert.IsType<SocketsHttpHandler>(handler);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_handler")]
    private static extern ref HttpMessageHandler Handler(HttpMessageInvoker client);
}
