using System.Net;
using System.Security.Authentication;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Gateway.Tests.Configuration;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.Gateway.Tests.Commands;

public sealed class RoutesCommandTests : IDisposable
{
    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Fact]
    public async Task What_it_prints_is_what_yarp_reads()
    {
        _workplace.Write("appsettings.json", """
            {
              "Gateway": { "Services": {
                "店铺": { "AppId": "wx1", "Token": "t-secret", "MessagePath": "/wx", "MessageBackend": ["http://a:1/x", "http://b:2"] },
                "echo": { "AppId": "wx2", "Token": "t-secret", "MessagePath": "/echo" }
              } },
              "ReverseProxy": {
                "Routes": { "site": {
                    "ClusterId": "site", "Order": 5, "Timeout": "00:00:10", "MaxRequestBodySize": 1000,
                    "Match": {
                      "Path": "/site/{**rest}", "Hosts": [ "a.example" ],
                      "Headers": [ { "Name": "x", "Values": [ "1", "2" ], "Mode": "HeaderPrefix" } ],
                      "QueryParameters": [ { "Name": "q", "Values": [ "1" ], "Mode": "Contains", "IsCaseSensitive": true } ]
                    },
                    "Transforms": [ { "PathPrefix": "/y" }, { "RequestHeader": "h", "Set": "v" } ]
                } },
                "Clusters": { "site": {
                    "LoadBalancingPolicy": "RoundRobin",
                    "SessionAffinity": { "Enabled": true, "Policy": "Cookie", "AffinityKeyName": "k", "Cookie": { "SameSite": "Lax", "MaxAge": "00:01:00" } },
                    "HealthCheck": { "Active": { "Enabled": true, "Interval": "00:00:10", "Path": "/h" }, "Passive": { "Enabled": true, "ReactivationPeriod": "00:02:00" } },
                    "HttpClient": { "SslProtocols": [ "Tls12", "Tls13" ], "WebProxy": { "Address": "http://proxy:1" } },
                    "HttpRequest": { "Version": "1.1", "VersionPolicy": "RequestVersionExact", "ActivityTimeout": "00:00:09" },
                    "Destinations": { "one": { "Address": "https://one/", "Health": "http://one/health", "Host": "h" } },
                    "Metadata": { "m": "n" }
                } }
              }
            }
            """);

        var result = await CommandLine.RunAsync(_workplace.Environment, "routes");

        Assert.Equal(0, result.ExitCode);
        var json = string.Join('\n', result.Output);
        Assert.Contains("\"店铺.message\"", json, StringComparison.Ordinal);
        Assert.DoesNotContain("t-secret", json, StringComparison.Ordinal);

        var printed = Read(json);
        Assert.Equal(["echo.message", "site", "{service}.api", "店铺.message"],
            printed.Routes.Select(route => route.RouteId).Order(StringComparer.Ordinal));
        var site = Read(await File.ReadAllTextAsync(
            Path.Combine(_workplace.Folder, "appsettings.json"), TestContext.Current.CancellationToken), "ReverseProxy");
        Assert.Equal(site.Routes.Single(), printed.Routes.Single(route => route.RouteId == "site"));
        Assert.Equal(site.Clusters.Single(), printed.Clusters.Single(cluster => cluster.ClusterId == "site"));
        Assert.Equal(SslProtocols.Tls12 | SslProtocols.Tls13,
            printed.Clusters.Single(cluster => cluster.ClusterId == "site").HttpClient!.SslProtocols);
        var shop = printed.Clusters.Single(cluster => cluster.ClusterId == "店铺.message");
        Assert.Equal(2, shop.Destinations!.Count);
        Assert.Equal(HttpVersion.Version11, shop.HttpRequest!.Version);
    }

    [Fact]
    public async Task Redirects_have_their_routes_and_cluster()
    {
        _workplace.Write("appsettings.json", """
            { "Gateway": { "Services": { "shop": { "AppId": "wx1", "Token": "t", "MessagePath": "/wx", "OAuthPath": "/redirect", "OAuthBackend": "http://a/menu?x=1" } } } }
            """);

        var result = await CommandLine.RunAsync(_workplace.Environment, "routes");

        Assert.Equal(0, result.ExitCode);
        var printed = Read(string.Join('\n', result.Output));
        Assert.Equal(["shop.message", "shop.oauth", "shop.oauth-start", "{service}.api"],
            printed.Routes.Select(route => route.RouteId).Order(StringComparer.Ordinal));
        var cluster = printed.Clusters.Single(cluster => cluster.ClusterId == "shop.oauth");
        Assert.Equal("http://a/menu?x=1", Assert.Single(cluster.Destinations!).Value.Address);
        Assert.Equal("utf-8", cluster.HttpClient!.RequestHeaderEncoding);
    }

    [Fact]
    public async Task A_configuration_with_errors_has_no_routes()
    {
        _workplace.Write("appsettings.json", """{ "Gateway": { "Services": { "shop": { "AppId": "wx1" } } } }""");

        var result = await CommandLine.RunAsync(_workplace.Environment, "routes");

        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Equal("appsettings.json: Gateway:Services:shop:Token is missing. Copy it from the WeChat console.", result.Error[0]);
    }

    [Fact]
    public async Task With_nothing_configured_there_is_the_route_that_all_services_share()
    {
        _workplace.Write("appsettings.json", "{}");

        var result = await CommandLine.RunAsync(_workplace.Environment, "routes");

        using var json = JsonDocument.Parse(string.Join('\n', result.Output));
        Assert.Equal("{service}.api", Assert.Single(json.RootElement.GetProperty("Routes").EnumerateObject()).Name);
        Assert.Equal("{service}.api", Assert.Single(json.RootElement.GetProperty("Clusters").EnumerateObject()).Name);
    }

    private static (IReadOnlyList<RouteConfig> Routes, IReadOnlyList<ClusterConfig> Clusters) Read(string json, string? section = null)
    {
        using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json));
        var root = new ConfigurationBuilder().AddJsonStream(content).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddReverseProxy().LoadFromConfig(section is null ? root : root.GetSection(section));
        using var provider = services.BuildServiceProvider();
        var config = provider.GetRequiredService<IProxyConfigProvider>().GetConfig();
        return (config.Routes, config.Clusters);
    }
}
