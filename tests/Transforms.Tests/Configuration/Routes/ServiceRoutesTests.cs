using System.Net;
using WxYarpGateway.Transforms.Configuration.Routes;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.Transforms.Tests.Configuration.Routes;

public sealed class ServiceRoutesTests
{
    [Fact]
    public async Task A_service_becomes_a_route_for_its_pushes_and_a_cluster_for_its_messages()
    {
        var compiled = await Compiling.CompiledAsync(Compiling.Service("shop", """ "MessagePath": "/wx", "MessageBackend": "http://127.0.0.1:8000/messages" """));

        var route = Assert.Single(compiled.Routes);
        Assert.Equal("shop.message", route.RouteId);
        Assert.Equal("shop.message", route.ClusterId);
        Assert.Equal("/wx", route.Match.Path);
        Assert.Equal(["GET", "POST"], route.Match.Methods);
        Assert.Equal(new Dictionary<string, string> { ["WeChat.Service"] = "shop", ["WeChat.Exchange"] = "message" }, route.Metadata);
        var cluster = Assert.Single(compiled.Clusters);
        Assert.Equal("shop.message", cluster.ClusterId);
        Assert.Equal("http://127.0.0.1:8000/messages", Assert.Single(cluster.Destinations!).Value.Address);
        Assert.Null(cluster.LoadBalancingPolicy);
        Assert.Equal(TimeSpan.FromMinutes(5), cluster.HttpRequest!.ActivityTimeout);
        Assert.Equal(HttpVersion.Version11, cluster.HttpRequest.Version);
    }

    [Theory]
    [InlineData("\"OriginalId\": \"\"")]
    [InlineData("\"MessageBackend\": null")]
    [InlineData("\"MessageBackend\": \"\"")]
    [InlineData("\"MessageBackend\": []")]
    [InlineData("\"MessageBackend\": {}")]
    public async Task A_service_without_a_backend_echoes(string settings)
    {
        var compiled = await Compiling.CompiledAsync(Compiling.Service("shop", settings));

        Assert.Null(Assert.Single(compiled.Clusters).Destinations);
    }

    [Fact]
    public async Task Several_addresses_share_the_messages()
    {
        var compiled = await Compiling.CompiledAsync(Compiling.Service("shop", """ "MessageBackend": ["http://a", "https://b/c"] """));

        var cluster = Assert.Single(compiled.Clusters);
        Assert.Equal(["http://a", "https://b/c"],
            cluster.Destinations!.OrderBy(destination => destination.Key).Select(destination => destination.Value.Address));
        Assert.Equal("PowerOfTwoChoices", cluster.LoadBalancingPolicy);
        Assert.Null(cluster.HttpRequest!.Version);
    }

    [Fact]
    public async Task A_whole_cluster_keeps_what_it_says_and_gets_what_it_does_not()
    {
        var compiled = await Compiling.CompiledAsync(Compiling.Service("shop", """
            "MessageBackend": {
                "LoadBalancingPolicy": "RoundRobin",
                "HealthCheck": { "Active": { "Enabled": true, "Interval": "00:00:10", "Path": "/health" } },
                "HttpClient": { "MaxConnectionsPerServer": 7 },
                "HttpRequest": { "Version": "2", "VersionPolicy": "RequestVersionExact" },
                "Metadata": { "a": "b" },
                "Destinations": { "one": { "Address": "http://a", "Host": "h" }, "two": { "Address": "http://b" } }
            }
            """));

        var cluster = Assert.Single(compiled.Clusters);
        Assert.Equal("shop.message", cluster.ClusterId);
        Assert.Equal("RoundRobin", cluster.LoadBalancingPolicy);
        Assert.Equal("/health", cluster.HealthCheck!.Active!.Path);
        Assert.Equal(7, cluster.HttpClient!.MaxConnectionsPerServer);
        Assert.Equal("h", cluster.Destinations!["one"].Host);
        Assert.Equal("b", cluster.Metadata!["a"]);
        Assert.Equal(new Version(2, 0), cluster.HttpRequest!.Version);
        Assert.Equal(TimeSpan.FromMinutes(5), cluster.HttpRequest.ActivityTimeout);
    }

    [Fact]
    public async Task The_time_that_a_cluster_allows_is_kept()
    {
        var compiled = await Compiling.CompiledAsync(Compiling.Service("shop", """
            "MessageBackend": { "HttpRequest": { "ActivityTimeout": "00:00:30" }, "Destinations": { "one": { "Address": "http://a" } } }
            """));

        Assert.Equal(TimeSpan.FromSeconds(30), Assert.Single(compiled.Clusters).HttpRequest!.ActivityTimeout);
    }

    [Fact]
    public async Task The_same_configuration_gives_equal_routes_so_that_yarp_rebuilds_nothing()
    {
        var json = Compiling.Service("shop", """ "MessageBackend": { "HttpRequest": { "Version": "1.1" }, "Destinations": { "one": { "Address": "http://a" } } } """);

        var first = await Compiling.CompiledAsync(json);
        var second = await Compiling.CompiledAsync(json);

        Assert.Equal<RouteConfig>(first.Routes, second.Routes);
        Assert.Equal<ClusterConfig>(first.Clusters, second.Clusters);
    }

    [Fact]
    public async Task A_services_name_with_a_dot_or_a_space_is_kept()
    {
        var compiled = await Compiling.CompiledAsync(Compiling.Service("my.shop 1", """ "MessagePath": "/wx", "MessageBackend": { "Destinations": { "a": { "Address": "http://a" } } } """));

        Assert.Equal("my.shop 1.message", Assert.Single(compiled.Routes).RouteId);
        Assert.Equal("my.shop 1.message", Assert.Single(compiled.Clusters).ClusterId);
        Assert.Equal("my.shop 1.message", ServiceRoutes.MessageId("my.shop 1"));
    }
}
