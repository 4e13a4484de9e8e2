using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Transforms.Tests.Configuration;

public sealed class OAuthConfigurationTests
{
    private const string In = "appsettings.json: Gateway:Services:shop";
    private const string Redirects = "\"AppSecret\": \"s\", \"OAuthPath\": \"/redirect\", \"OAuthBackend\": " +
        "\"http://a/menu/redirect?from=wx\"";
    private const string ByHand = """{ "ClusterId": "CLUSTER", "Match": { "Path": "/mine" }, "Metadata": { "WeChat.Service": "Shop", "WeChat.Exchange": "OAuth" } }""";

    [Fact]
    public async Task Redirects_become_a_route_where_they_come_back_one_where_they_begin_and_a_cluster()
    {
        var compiled = await Compiling.CompiledAsync(Compiling.Service(
            "shop", Redirects + ", \"OAuthUserInfoFlag\": \"login\", \"OAuthReturnHosts\": [\"a.example\", \"b.example:8443\"]"));

        Assert.Equal(["shop.message", "shop.oauth", "shop.oauth-start"], compiled.Routes.Select(route => route.RouteId));
        Assert.Equal(["/shop", "/redirect", "/redirect/start"], compiled.Routes.Select(route => route.Match.Path));
        Assert.All(compiled.Routes.Skip(1), route =>
        {
            Assert.Equal("shop.oauth", route.ClusterId);
            Assert.Equal(["GET"], route.Match.Methods);
            Assert.Equal("shop", route.Metadata!["WeChat.Service"]);
        });
        Assert.Equal(["oauth", "oauth-start"], compiled.Routes.Skip(1).Select(route => route.Metadata!["WeChat.Exchange"]));
        var cluster = compiled.Clusters.Single(cluster => cluster.ClusterId == "shop.oauth");
        Assert.Equal("http://a/menu/redirect?from=wx", Assert.Single(cluster.Destinations!).Value.Address);
        Assert.Equal(HttpVersion.Version11, cluster.HttpRequest!.Version);
        Assert.Equal(("utf-8", "latin1"), (cluster.HttpClient!.RequestHeaderEncoding, cluster.HttpClient.ResponseHeaderEncoding));
        var service = Assert.Single(compiled.Services);
        Assert.Equal(("/redirect", "login"), (service.OAuth.Path, service.OAuth.UserInfoFlag));
        Assert.Equal(["a.example", "b.example:8443"], service.OAuth.ReturnHosts);
    }

    [Fact]
    public async Task The_backend_may_be_a_list_or_a_whole_cluster()
    {
        var list = await Compiling.CompiledAsync(
            Compiling.Service("shop", "\"OAuthPath\": \"/redirect\", \"OAuthBackend\": [\"http://a\", \"http://b\"]"));
        var whole = await Compiling.CompiledAsync(Compiling.Service("shop", """
            "MessageBackend": { "Destinations": { "one": { "Address": "http://m" } } },
            "OAuthPath": "/redirect", "OAuthBackend": { "HttpClient": { "RequestHeaderEncoding": "latin1" }, "Destinations": { "one": { "Address": "http://a" } } }
            """));

        Assert.Equal(2, list.Clusters.Single(cluster => cluster.ClusterId == "shop.oauth").Destinations!.Count);
        var cluster = whole.Clusters.Single(cluster => cluster.ClusterId == "shop.oauth");
        Assert.Equal("http://a", cluster.Destinations!["one"].Address);
        Assert.Equal("latin1", cluster.HttpClient!.RequestHeaderEncoding);
        Assert.Equal("http://m", whole.Clusters.Single(other => other.ClusterId == "shop.message").Destinations!["one"].Address);
        var client = whole.Clusters.Single(other => other.ClusterId == "shop.message").HttpClient!;
        Assert.Equal(("utf-8", "latin1"), (client.RequestHeaderEncoding, client.ResponseHeaderEncoding));
    }

    [Fact]
    public async Task The_language_of_profiles_is_the_services()
        => Assert.Equal("en", Assert.Single((
            await Compiling.CompiledAsync(Compiling.Service("shop", "\"UserInfo\": { \"Language\": \"en\" }"))).Services).Account.Language);

    [Theory]
    [InlineData("\"OAuthPath\": \"/redirect\"",
        ":OAuthBackend is missing, and OAuthPath is set. Write the address that redirects go to, or remove OAuthPath.")]
    [InlineData("\"OAuthPath\": \"/redirect\", \"OAuthBackend\": []",
        ":OAuthBackend is missing, and OAuthPath is set. Write the address that redirects go to, or remove OAuthPath.")]
    [InlineData(
        "\"OAuthBackend\": \"http://a\"",
            ":OAuthPath is missing, and OAuthBackend is set. Write the path that WeChat sends browsers back to, such as /redirect, or " +
                "remove OAuthBackend.")]
    [InlineData("\"OAuthPath\": \"redirect\", \"OAuthBackend\": \"http://a\"",
        ":OAuthPath must begin with a slash; it is redirect. Write the path that WeChat sends browsers back to, such as /redirect.")]
    [InlineData(
        "\"OAuthPath\": \"/re{x}\", \"OAuthBackend\": \"http://a\"",
            ":OAuthPath must consist of letters, digits, slashes and - . _ ~; it is /re{x}. Write the path that WeChat sends browsers " +
                "back to, such as /redirect.")]
    [InlineData(
        "\"OAuthPath\": \"/re;x\", \"OAuthBackend\": \"http://a\"",
            ":OAuthPath must consist of letters, digits, slashes and - . _ ~; it is /re;x. Write the path that WeChat sends browsers " +
                "back to, such as /redirect.")]
    [InlineData(
        "\"OAuthPath\": \"/重\", \"OAuthBackend\": \"http://a\"",
            ":OAuthPath must consist of letters, digits, slashes and - . _ ~; it is /重. Write the path that WeChat sends browsers back " +
                "to, such as /redirect.")]
    [InlineData(
        "\"OAuthPath\": \"/redirect\", \"OAuthBackend\": \"a:1\"",
            ":OAuthBackend must be an absolute http or https address; it is a:1. Write an absolute http or https address, such as " +
                "http://127.0.0.1:8000/messages.")]
    [InlineData("\"OAuthPath\": \"/redirect\", \"OAuthBackend\": { \"LoadBalancingPolicy\": \"RoundRobin\" }",
        ":OAuthBackend:Destinations is missing. Name at least one destination, or remove OAuthBackend.")]
    [InlineData(
        "\"OAuthPath\": \"/redirect\", \"OAuthBackend\": { \"LoadBalancingPolicy\": \"Fair\", \"Destinations\": { \"a\": { \"Address\": " +
            "\"http://a\" } } }",
                ":OAuthBackend is refused by YARP: No matching ILoadBalancingPolicy found for the load balancing policy 'Fair' set on " +
                    "the cluster 'shop.oauth'. Correct the cluster.")]
    [InlineData("\"OAuthPath\": \"/Shop/\", \"OAuthBackend\": \"http://a\"",
        ":OAuthPath is /Shop/, which is the MessagePath of service shop too. Give MessagePath and OAuthPath a path each.")]
    [InlineData("\"MessagePath\": \"/o/start\", \"OAuthPath\": \"/o\", \"OAuthBackend\": \"http://a\"",
        ":OAuthPath makes /o/start, which is the MessagePath of service shop too. Give MessagePath and start of redirects a path each.")]
    [InlineData("\"OAuthReturnHosts\": \"a.example\"",
        ":OAuthReturnHosts must be a list; it is a single value. Write [ … ] with the values in it.")]
    [InlineData("\"OAuthReturnHosts\": [{ \"a\": \"b\" }]",
        ":OAuthReturnHosts:0 must be a single value; it is a list or an object. Write one value.")]
    [InlineData(
        "\"OAuthReturnHosts\": [\"a.example\", \"https://b.example\"]",
            ":OAuthReturnHosts:1 must be a host without scheme, path or wildcard; it is https://b.example. Write it as shop.example.com, " +
                "with a port if need be.")]
    [InlineData(
        "\"OAuthReturnHosts\": [\"*.example\"]",
            ":OAuthReturnHosts:0 must be a host without scheme, path or wildcard; it is *.example. Write it as shop.example.com, with a " +
                "port if need be.")]
    [InlineData(
        "\"OAuthReturnHosts\": [\"a.example:0\"]",
            ":OAuthReturnHosts:0 must be a host without scheme, path or wildcard; it is a.example:0. Write it as shop.example.com, with " +
                "a port if need be.")]
    public async Task An_error_says_where_it_is_what_it_is_and_how_to_fix_it(string settings, string error)
        => Assert.Equal([In + error], await Compiling.ErrorsAsync(With(Compiling.Service("shop", settings), "")));

    [Theory]
    [InlineData("wx.example.com")]
    [InlineData("ftp://wx.example.com")]
    [InlineData("https://wx.example.com/?a=1")]
    [InlineData("https://wx.example.com/#a")]
    [InlineData("https://")]
    public async Task A_public_address_that_is_none_is_an_error(string publicUrl)
        => Assert.Equal(
            [$"appsettings.json: Gateway:PublicUrl must be an absolute http or https address without user, query or fragment; it is " +
                $"{publicUrl}. Write the address under which browsers reach the gateway, such as https://wx.example.com."],
            await Compiling.ErrorsAsync($$"""{ "Gateway": { "PublicUrl": "{{publicUrl}}" } }"""));

    [Fact]
    public async Task A_password_in_the_public_address_is_not_repeated()
        => Assert.DoesNotContain("p4ss", Assert.Single(await Compiling.ErrorsAsync("""{ "Gateway": { "PublicUrl": "https://u:p4ss@wx.example.com" } }""")), StringComparison.Ordinal);

    [Fact]
    public async Task What_redirects_lack_is_worth_a_warning()
    {
        var compiled = await Compiling.CompiledAsync(
            Compiling.Service("shop", "\"OAuthPath\": \"/redirect\", \"OAuthBackend\": \"http://a\""));

        Assert.Null(Assert.Single(compiled.Services).OAuth.PublicUrl);
        Assert.Equal(
            [
                "appsettings.json: Gateway:Services:shop:AppSecret is missing, so no redirect can be told whose it is. Copy it from the " +
                    "WeChat console.",
                "appsettings.json: Gateway:PublicUrl is missing, so no redirect can begin at an OAuthPath's /start, which answers 404. " +
                    "Write the address under which browsers reach the gateway, such as https://wx.example.com.",
            ],
            compiled.Warnings.Select(warning => warning.ToString()));
    }

    [Fact]
    public async Task Services_do_not_share_the_path_of_redirects()
    {
        var errors = await Compiling.ErrorsAsync("""
            { "Gateway": { "PublicUrl": "https://wx.example.com/base/", "Services": {
                "a": { "AppId": "wx1", "AppSecret": "s", "Token": "t", "MessagePath": "/a", "OAuthPath": "/o", "OAuthBackend": "http://a" },
                "b": { "AppId": "wx2", "AppSecret": "s", "Token": "t", "MessagePath": "/b", "OAuthPath": "/O", "OAuthBackend": "http://a" },
                "c": { "AppId": "wx3", "AppSecret": "s", "Token": "t", "MessagePath": "/o/start" }
            } } }
            """);

        Assert.Equal(
            [
                "appsettings.json: Gateway:Services:b:OAuthPath is /O, which is the OAuthPath of service a too. Give b and a a path each.",
                "appsettings.json: Gateway:Services:c:MessagePath is /o/start, which is the start of redirects of service a too. Give c " +
                    "and a a path each.",
            ],
            errors);
    }

    [Fact]
    public async Task A_hand_written_route_may_take_the_redirects_with_a_cluster_of_its_own_or_the_generated_one()
    {
        var ownCluster = With(Compiling.Service("shop", "\"AppSecret\": \"s\""), $$""" "Routes": { "r": {{ByHand.Replace("CLUSTER", "mine", StringComparison.Ordinal)}} }, "Clusters": { "mine": { "Destinations": { "d": { "Address": "http://a" } } } } """);
        var generated = With(Compiling.Service("shop", "\"AppSecret\": \"s\", \"OAuthBackend\": \"http://a\""), $$""" "Routes": { "r": {{ByHand.Replace("CLUSTER", "shop.oauth", StringComparison.Ordinal)}} } """);
        var withStart = With(Compiling.Service("shop", "\"AppSecret\": \"s\", \"OAuthPath\": \"/mine\""), $$""" "Routes": { "r": {{ByHand.Replace("CLUSTER", "mine", StringComparison.Ordinal)}} }, "Clusters": { "mine": { "Destinations": { "d": { "Address": "http://a" } } } } """);

        Assert.Empty(await Compiling.WarningsAsync(ownCluster));
        Assert.Empty(await Compiling.WarningsAsync(generated));
        var compiled = await Compiling.CompiledAsync(withStart);
        Assert.Equal(["shop.message", "shop.oauth-start", "r"], compiled.Routes.Select(route => route.RouteId));
        Assert.Null(compiled.Clusters.Single(cluster => cluster.ClusterId == "shop.oauth").Destinations);
    }

    [Fact]
    public async Task A_hand_written_route_to_a_cluster_that_was_not_generated_is_worth_a_warning()
        => Assert.Equal(
            ["appsettings.json: ReverseProxy:Routes:r:ClusterId names cluster shop.oauth, which is not among the clusters here. Correct " +
                "the name, unless another part of the host provides it."],
            await Compiling.WarningsAsync(With(Compiling.Service("shop", "\"AppSecret\": \"s\""), $$""" "Routes": { "r": {{ByHand.Replace("CLUSTER", "shop.oauth", StringComparison.Ordinal)}} } """)));

    [Theory]
    [InlineData(
        "\"r\": { \"Match\": { \"Path\": \"/Redirect/\" } }",
            "Routes:r:Match:Path is /Redirect/, which is the path of the generated route shop.oauth too. Choose another path, or give " +
                "the route an Order.")]
    [InlineData(
        "\"r\": { \"Match\": { \"Path\": \"/redirect/start\", \"Methods\": [\"GET\"] } }",
            "Routes:r:Match:Path is /redirect/start, which is the path of the generated route shop.oauth-start too. Choose another path, " +
                "or give the route an Order.")]
    [InlineData("\"shop.oauth-start\": { \"Match\": { \"Path\": \"/x\" } }",
        "Routes:shop.oauth-start has the name of the one that is generated for service shop. Choose another name.")]
    [InlineData(
        "\"r\": { \"Match\": { \"Path\": \"/x\" }, \"Metadata\": { \"WeChat.Service\": \"shop\", \"WeChat.Exchange\": \"oauth\" } }",
            "Routes:r:ClusterId is missing. Name a cluster; shop.oauth is the one of the service itself.")]
    public async Task A_hand_written_route_in_the_way_is_an_error(string route, string error)
        => Assert.Equal([$"appsettings.json: ReverseProxy:{error}"],
            await Compiling.ErrorsAsync(With(Compiling.Service("shop", Redirects), $"\"Routes\": {{ {route} }}")));

    [Theory]
    [InlineData("\"r\": { \"Match\": { \"Path\": \"/redirect\", \"Methods\": [\"POST\"] } }")]
    [InlineData("\"r\": { \"Match\": { \"Path\": \"/redirect\" }, \"Order\": 1 }")]
    [InlineData("\"r\": { \"Match\": { \"Path\": \"/redirect/{**rest}\" } }")]
    public async Task A_hand_written_route_beside_is_none(string route)
        => Assert.NotNull(
            (await Compiling.CompileAsync(With(Compiling.Service("shop", Redirects), $"\"Routes\": {{ {route} }}"))).Compiled);

    [Fact]
    public async Task In_a_host_that_keeps_its_routes_elsewhere_a_missing_backend_is_worth_a_warning_only()
    {
        var configuration = new Microsoft.Extensions.Configuration.ConfigurationManager();
        configuration["Services:shop:AppId"] = "wx1";
        configuration["Services:shop:AppSecret"] = "s";
        configuration["Services:shop:Token"] = "t";
        configuration["Services:shop:OAuthPath"] = "/redirect";
        configuration["PublicUrl"] = "https://wx.example.com";
        await using var services = Compiling.Services(configuration, configuration, reverseProxy: null);

        var result = await services.GetRequiredService<ConfigurationCompiler>().CompileAsync(inForce: null);

        Assert.Equal(
            ["configuration: Services:shop:OAuthBackend is missing, and OAuthPath is set, so redirects are lost unless a route of the " +
                "host's takes them. Write the address that redirects go to."],
            result.Warnings.Select(warning => warning.ToString()));
        Assert.Equal("https://wx.example.com/", Assert.Single(result.Compiled!.Services).OAuth.PublicUrl!.AbsoluteUri);
    }

    private static string With(string json, string reverseProxy)
        => $$"""{ "ReverseProxy": { {{reverseProxy}} }, "Gateway": { "PublicUrl": "https://wx.example.com", {{json["{\"Gateway\":{".Length..]}}""";
}
