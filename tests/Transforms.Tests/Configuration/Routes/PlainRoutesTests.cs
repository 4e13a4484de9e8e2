namespace WxYarpGateway.Transforms.Tests.Configuration.Routes;

public sealed class PlainRoutesTests
{
    [Fact]
    public async Task Plain_routes_and_clusters_stand_beside_the_generated_ones()
    {
        var compiled = await Compiling.CompiledAsync(With("""
            "Routes": { "site": { "ClusterId": "site", "Match": { "Path": "/{**rest}" }, "Transforms": [ { "PathPrefix": "/x" } ], "Timeout": "00:00:10" } },
            "Clusters": { "site": { "Destinations": { "one": { "Address": "http://site" } } } }
            """));

        Assert.Equal(["shop.message", "site"], compiled.Routes.Select(route => route.RouteId));
        Assert.Equal(["shop.message", "site"], compiled.Clusters.Select(cluster => cluster.ClusterId));
        Assert.Equal("/x", compiled.Routes[1].Transforms![0]["PathPrefix"]);
        Assert.Null(compiled.Clusters[1].HttpRequest);
    }

    [Theory]
    [InlineData(
        "\"Routes\": { \"SHOP.message\": { \"Match\": { \"Path\": \"/x\" } } }",
        "ReverseProxy:Routes:SHOP.message has the name of the one that is generated for service shop. Choose another name.")]
    [InlineData(
        "\"Clusters\": { \"shop.message\": { } }",
        "ReverseProxy:Clusters:shop.message has the name of the one that is generated for service shop. Choose another name.")]
    [InlineData(
        "\"Routes\": { \"r\": { \"ClusterId\": \"shop.message\", \"Match\": { \"Path\": \"/x\" }, \"Metadata\": { \"WeChat.Service\": " +
            "\"ship\", \"WeChat.Exchange\": \"message\" } } }",
        "ReverseProxy:Routes:r:Metadata:WeChat.Service names service ship, which is not configured. Correct the name, or configure the " +
            "service.")]
    [InlineData(
        "\"Routes\": { \"r\": { \"ClusterId\": \"shop.message\", \"Match\": { \"Path\": \"/x\" }, \"Metadata\": { \"WeChat.Service\": " +
            "\"shop\" } } }",
        "ReverseProxy:Routes:r:Metadata:WeChat.Exchange is missing, and WeChat.Service is there. Set it to message or oauth.")]
    [InlineData(
        "\"Routes\": { \"r\": { \"ClusterId\": \"shop.message\", \"Match\": { \"Path\": \"/x\" }, \"Metadata\": { \"WeChat.Service\": " +
            "\"shop\", \"WeChat.Exchange\": \"oauth-start\" } } }",
        "ReverseProxy:Routes:r:Metadata:WeChat.Exchange must be message or oauth; it is oauth-start. Set it to message or oauth.")]
    [InlineData(
        "\"Routes\": { \"r\": { \"ClusterId\": \"shop.message\", \"Match\": { \"Path\": \"/x\" }, \"Metadata\": { \"WeChat.Exchange\": " +
            "\"message\" } } }",
        "ReverseProxy:Routes:r:Metadata:WeChat.Service is missing, and WeChat.Exchange is there. Name the service that the route belongs " +
            "to.")]
    [InlineData(
        "\"Routes\": { \"r\": { \"Match\": { \"Path\": \"/x\" }, \"Metadata\": { \"WeChat.Service\": \"shop\", \"WeChat.Exchange\": " +
            "\"message\" } } }",
        "ReverseProxy:Routes:r:ClusterId is missing. Name a cluster; shop.message is the one of the service itself.")]
    [InlineData(
        "\"Routes\": { \"r\": { \"Match\": { \"Path\": \"/Shop/\" } } }",
        "ReverseProxy:Routes:r:Match:Path is /Shop/, which is the MessagePath of service shop too. Choose another path, or give the " +
            "route an Order.")]
    [InlineData(
        "\"Routes\": { \"r\": { \"Match\": { \"Path\": \"/a/{x\" } } }",
        "ReverseProxy:Routes:r is refused by YARP: Invalid path '/a/{x' for route 'r'. Correct the route.")]
    [InlineData(
        "\"Routes\": { \"r\": { \"Match\": { \"Methods\": [ \"GET\" ] } } }",
        "ReverseProxy:Routes:r is refused by YARP: Route 'r' requires Hosts or Path specified. Set the Path to '/{**catchall}' to match " +
            "all requests. Correct the route.")]
    [InlineData(
        "\"Routes\": { \"r\": { \"Match\": { \"Path\": \"/x\" }, \"Transforms\": [ { \"Magic\": \"1\" } ] } }",
        "ReverseProxy:Routes:r is refused by YARP: Unknown transform: Magic. Correct the route.")]
    public async Task A_route_or_cluster_that_cannot_work_is_an_error(string reverseProxy, string error)
        => Assert.Equal([$"appsettings.json: {error}"], await Compiling.ErrorsAsync(With(reverseProxy)));

    [Theory]
    [InlineData("\"Clusters\": { \"c\": { \"SessionAffinity\": { \"Enabled\": true, \"AffinityKeyName\": \"k\" } } }")]
    [InlineData(
        "\"Clusters\": { \"c\": { \"SessionAffinity\": { \"Enabled\": true, \"Policy\": \"HashCookie\", \"AffinityKeyName\": \"k\" } } }")]
    [InlineData(
        "\"Clusters\": { \"c\": { \"SessionAffinity\": { \"Enabled\": true, \"Policy\": \"Cookie\", \"AffinityKeyName\": \"k\" } } }")]
    [InlineData(
        "\"Clusters\": { \"c\": { \"SessionAffinity\": { \"Enabled\": true, \"Policy\": \"ArrCookie\", \"AffinityKeyName\": \"k\" } } }")]
    [InlineData("\"Routes\": { \"r\": { \"Order\": -1, \"Match\": { \"Path\": \"/shop\" } } }")]
    [InlineData("\"Routes\": { \"r\": { \"Match\": { \"Path\": \"/shop\", \"Methods\": [ \"PUT\" ] } } }")]
    [InlineData("\"Routes\": { \"r\": { \"Match\": { \"Path\": \"/shop\", \"Hosts\": [ \"a.example\" ] } } }")]
    [InlineData("\"Routes\": { \"r\": { \"Match\": { \"Path\": \"/shop/{**rest}\" } } }")]
    [InlineData(
        "\"Routes\": { \"r\": { \"ClusterId\": \"shop.message\", \"Match\": { \"Path\": \"/x\" }, \"Metadata\": { \"WeChat.Service\": " +
            "\"SHOP\", \"WeChat.Exchange\": \"Message\" } } }")]
    public async Task What_works_is_no_error(string reverseProxy) => Assert.Empty(await Compiling.WarningsAsync(With(reverseProxy)));

    [Fact]
    public async Task A_route_to_a_cluster_that_is_not_there_is_worth_a_warning()
        => Assert.Equal(
            ["appsettings.json: ReverseProxy:Routes:r:ClusterId names cluster nowhere, which is not among the clusters here. Correct the " +
                "name, unless another part of the host provides it."],
            await Compiling.WarningsAsync(With("\"Routes\": { \"r\": { \"ClusterId\": \"nowhere\", \"Match\": { \"Path\": \"/x\" } } }")));

    private static string With(string reverseProxy)
        => $$"""{ "Gateway": { "Services": { "shop": { "AppId": "wx1", "Token": "t", "MessagePath": "/shop" } } }, "ReverseProxy": { {{reverseProxy}} } }""";
}
