using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Gateway.Endpoints.Document;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.Gateway.Tests.Access;
using WxYarpGateway.Rig;

namespace WxYarpGateway.Gateway.Tests.Endpoints;

/// <summary>The document of the internal API: all that is served is in it, and nothing else.</summary>
public sealed class DocumentTests
{
    private const string Path = "/openapi/v1.json";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_internal_endpoint_is_in_a_valid_document_with_a_summary_and_a_scope()
    {
        await using var gateway = await StartAsync(("Services:saas:Compat:0", "WxComponent"));

        var document = await ReadAsync(gateway);

        var described = gateway.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => ServedOn.Of(endpoint).Includes(ListenerKind.Internal)
                && endpoint.Metadata.GetMetadata<NotDescribed>() is null)
            .ToList();
        Assert.NotEmpty(described);
        var operations = 0;
        foreach (var endpoint in described)
        {
            var methods = endpoint.Metadata.GetOrderedMetadata<DescribedMethod>();
            Assert.True(methods.Count > 0, $"{endpoint.RoutePattern.RawText} is not described.");
            foreach (var method in methods)
            {
                var path = DescribedPaths.PathOf(endpoint);
                Assert.True(document.Paths.TryGetValue(path, out var item), $"{path} is missing.");
                var operation = item!.Operations![HttpMethod.Parse(method.Method)];
                Assert.EndsWith(".", operation.Summary, StringComparison.Ordinal);
                Assert.Contains("x-scope", operation.Extensions!);
                Assert.Equal(
                    endpoint.RoutePattern.Parameters.Select(parameter => parameter.Name).Order(StringComparer.Ordinal),
                    (operation.Parameters ?? []).Where(parameter => parameter.In == ParameterLocation.Path)
                        .Select(parameter => parameter.Name!).Order(StringComparer.Ordinal));
                operations++;
            }
        }

        Assert.Equal(operations, document.Paths.Sum(path => path.Value.Operations!.Count));
        Assert.Equal(
            ["try:write", "try:read", "platform:write", "platform:read", "secrets", "vault:export", "settings:read", "api", "any", "none"],
            [
                ScopeOf(document, "/try/{service}/push", HttpMethod.Post),
                ScopeOf(document, "/try/samples", HttpMethod.Get),
                ScopeOf(document, "/platform/{platform}/rules", HttpMethod.Post),
                ScopeOf(document, "/platform/{platform}/rules", HttpMethod.Get),
                ScopeOf(document, "/tokens/{platform}/ticket", HttpMethod.Get),
                ScopeOf(document, "/database/vault-export", HttpMethod.Post),
                ScopeOf(document, "/database/vault-exports", HttpMethod.Get),
                ScopeOf(document, "/wxapi/{service}/{path}", HttpMethod.Get),
                ScopeOf(document, Path, HttpMethod.Get),
                ScopeOf(document, "/health/ready", HttpMethod.Get),
            ]);
    }

    [Fact]
    public async Task Everything_in_the_document_answers()
    {
        await using var gateway = await StartAsync(("Services:saas:Compat:0", "WxComponent"));
        var document = await ReadAsync(gateway);
        using var client = new HttpClient();

        foreach (var (path, item) in document.Paths)
        {
            foreach (var (method, operation) in item.Operations!)
            {
                using var request = new HttpRequestMessage(method, new Uri(gateway.InternalAddress, Filled(path)));
                if (operation.RequestBody?.Content?.Values.First().Example is { } example)
                {
                    request.Content = new StringContent(example.ToJsonString(), Encoding.UTF8, "application/json");
                }

                using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
                var text = answer.Content.Headers.ContentType?.MediaType == "text/event-stream" ? ""
                    : await answer.Content.ReadAsStringAsync(Cancelled);

                Assert.False((int)answer.StatusCode is 405 or 500, $"{method} {path}: {(int)answer.StatusCode} {text}");
                Assert.False(text.Contains("There is no such endpoint", StringComparison.Ordinal), $"{method} {path}: {text}");
            }
        }
    }

    [Fact]
    public async Task What_is_not_served_is_not_in_it()
    {
        await using var gateway = await StartAsync(("Endpoints:Try", ""), ("Endpoints:Records", "/notes"));

        var paths = (await ReadAsync(gateway)).Paths.Keys;

        Assert.DoesNotContain(paths, path => path.StartsWith("/try", StringComparison.Ordinal));
        Assert.DoesNotContain(paths, path => path.StartsWith("/inner", StringComparison.Ordinal));
        Assert.DoesNotContain(paths, path => path.StartsWith("/wx/", StringComparison.Ordinal));
        Assert.DoesNotContain(paths, path => path.Contains("rest", StringComparison.Ordinal));
        Assert.Contains("/notes/{service}", paths);
        Assert.Contains("/wxapi/{service}/{path}", paths);
    }

    [Fact]
    public async Task It_needs_a_key_and_can_be_removed()
    {
        await using var guarded = await StartAsync(
            ("InternalApiKeys:one:Hash", InternalListenerTests.DigestOf("one")), ("InternalApiKeys:one:Scopes:0", "login:read"));
        await using var without = await StartAsync(("Endpoints:OpenApi", ""));

        Assert.Equal(401, await StatusAsync(guarded, HttpMethod.Get, key: null));
        Assert.Equal(200, await StatusAsync(guarded, HttpMethod.Get, "one"));
        Assert.Equal(405, await StatusAsync(guarded, HttpMethod.Post, "one"));
        Assert.Equal(404, await StatusAsync(without, HttpMethod.Get, key: null));
        using var client = new HttpClient();
        using var outside = await client.GetAsync(new Uri(guarded.Address, Path), Cancelled);
        Assert.Equal(404, (int)outside.StatusCode);
    }

    private static string ScopeOf(OpenApiDocument document, string path, HttpMethod method)
        => ((JsonNodeExtension)document.Paths[path].Operations![method].Extensions!["x-scope"]).Node.GetValue<string>();

    private static string Filled(string path) => path
        .Replace("{service}", "shop", StringComparison.Ordinal)
        .Replace("{platform}", "saas", StringComparison.Ordinal)
        .Replace("{appid}", "wxnobody00000001", StringComparison.Ordinal)
        .Replace("{id}", "1", StringComparison.Ordinal)
        .Replace("{name}", "one", StringComparison.Ordinal)
        .Replace("{backend}", "main", StringComparison.Ordinal)
        .Replace("{errcode}", "40001", StringComparison.Ordinal)
        .Replace("{path}", "cgi-bin/get_current_selfmenu_info", StringComparison.Ordinal);

    private static async Task<OpenApiDocument> ReadAsync(RunningGateway gateway)
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(gateway.InternalAddress, Path), Cancelled);
        Assert.Equal((200, "application/json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        var json = await answer.Content.ReadAsByteArrayAsync(Cancelled);
        Assert.StartsWith("3.1", JsonNode.Parse(json)!["openapi"]!.GetValue<string>(), StringComparison.Ordinal);
        using var stream = new MemoryStream(json);
        var read = await OpenApiDocument.LoadAsync(stream, "json", cancellationToken: Cancelled);
        Assert.Empty(read.Diagnostic!.Errors.Select(error => error.ToString()));
        Assert.Empty(read.Diagnostic.Warnings.Select(warning => warning.ToString()));
        return read.Document!;
    }

    private static async Task<int> StatusAsync(RunningGateway gateway, HttpMethod method, string? key)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri(gateway.InternalAddress, Path));
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Api-Key", key);
        }

        using var answer = await client.SendAsync(request, Cancelled);
        return (int)answer.StatusCode;
    }

    private static Task<RunningGateway> StartAsync(params (string Key, string Value)[] more)
    {
        var settings = ShopAndPlatform.Settings();
        foreach (var (key, value) in more)
        {
            settings[$"Gateway:{key}"] = value;
        }

        return RunningGateway.StartAsync(settings, Cancelled);
    }
}
