using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Endpoints.Document;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.Gateway.Tests.Access;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Rig;
using WxYarpGateway.Testing.Files;

namespace WxYarpGateway.Gateway.Tests.Endpoints;

/// <summary>
/// Every endpoint of the internal listener asks for its key and its scope, hand-written routes and those that nobody describes included;
/// docs/internal-api.md lists them.
/// </summary>
public sealed partial class ScopeListTests : IAsyncLifetime
{
    private const string Begin = "<!-- every endpoint -->\n```\n";

    private RunningGateway _gateway = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var settings = new Dictionary<string, string?>(ShopAndPlatform.Settings())
        {
            ["Gateway:Services:saas:Compat:0"] = "WxComponent",
            ["ReverseProxy:Routes:own:ClusterId"] = "shop.api",
            ["ReverseProxy:Routes:own:Match:Path"] = "/own/{**rest}",
            ["ReverseProxy:Routes:own:AuthorizationPolicy"] = "Anonymous",
            ["ReverseProxy:Routes:own:Metadata:WeChat.Service"] = "shop",
            ["ReverseProxy:Routes:own:Metadata:WeChat.Exchange"] = "api",
        };
        foreach (var scope in ApiKeyOptions.AllScopes)
        {
            settings[$"Gateway:InternalApiKeys:{scope.Replace(':', '-')}:Hash"] = InternalListenerTests.DigestOf(scope);
            settings[$"Gateway:InternalApiKeys:{scope.Replace(':', '-')}:Scopes:0"] = scope;
        }

        _gateway = await RunningGateway.StartAsync(settings, Cancelled);
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task The_documentation_lists_every_endpoint_with_its_scope()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "internal-api.md"), Cancelled);
        var begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;

        Assert.Equal(
            string.Join('\n', (await ReadAsync()).Where(endpoint => !endpoint.Path.StartsWith("/own", StringComparison.Ordinal))
                .Select(endpoint => $"{endpoint.Method,-6} {endpoint.Path,-68} {endpoint.Scope}")),
            page[begin..page.IndexOf("\n```", begin, StringComparison.Ordinal)]);
    }

    [Fact]
    public async Task Each_refuses_who_has_no_key_and_each_key_without_its_scope()
    {
        var endpoints = await ReadAsync();
        Assert.Contains(endpoints, endpoint => endpoint.Path.StartsWith("/own", StringComparison.Ordinal));

        foreach (var (method, path, scope) in endpoints)
        {
            Assert.Equal(scope == "none" ? 0 : 401, await RefusalAsync(method, path, key: null));
            if (scope is "none" or "any")
            {
                continue;
            }

            // One key for each scope: those of the other scopes are refused, and that it is not for the key itself.
            var other = ApiKeyOptions.AllScopes.First(one => one != scope);
            Assert.Equal(403, await RefusalAsync(method, path, other));
        }

        async Task<int> RefusalAsync(string method, string path, string? key)
        {
            using var answer = await Calls.SendAsync(_gateway.InternalAddress, Filled(path), new HttpMethod(method), key: key);
            return (int)answer.StatusCode is var status and (401 or 403) ? status : 0;
        }
    }

    [Fact]
    public async Task What_is_not_described_needs_a_key_too()
    {
        var hidden = _gateway.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => ServedOn.Of(endpoint).Includes(ListenerKind.Internal))
            .Select(DescribedPaths.PathOf)
            .Except((await ReadAsync()).Select(endpoint => endpoint.Path))
            .ToList();
        Assert.NotEmpty(hidden);

        foreach (var path in hidden)
        {
            foreach (var method in new[] { "GET", "POST", "DELETE" })
            {
                using var answer = await Calls.SendAsync(_gateway.InternalAddress, Filled(path), new HttpMethod(method));
                Assert.True((int)answer.StatusCode == 401, $"{method} {path}: {(int)answer.StatusCode}");
            }
        }
    }

    private async Task<List<(string Method, string Path, string Scope)>> ReadAsync()
    {
        var (_, document) = await Calls.JsonAsync(_gateway.InternalAddress, "/openapi/v1.json", key: "api");
        return
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               where operation.Value.ValueKind == JsonValueKind.Object
               orderby path.Name.TrimStart('/').Split('/')[0], path.Name, operation.Name
               select (operation.Name.ToUpperInvariant(), path.Name, operation.Value.GetProperty("x-scope").GetString()!),
        ];
    }

    private static string Filled(string path) => Parameter().Replace(path, match => match.Groups[1].Value switch
    {
        "service" => "shop",
        "platform" => "saas",
        "appid" => "wxnobody00000001",
        "errcode" => "40001",
        _ => "1",
    });

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Parameter();
}
