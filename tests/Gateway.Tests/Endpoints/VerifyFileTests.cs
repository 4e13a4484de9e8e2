using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Gateway.Tests.Configuration;
using WxYarpGateway.Rig;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Gateway.Tests.Endpoints;

/// <summary>The files at the root of the domain with which WeChat checks whose domain it is.</summary>
public sealed class VerifyFileTests : IDisposable
{
    private const string Name = "MP_verify_aB3dE5gH7.txt";

    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Fact]
    public async Task WeChat_finds_the_file_byte_for_byte()
    {
        await using var gateway = await RunningGateway.StartAsync(
            new() { [$"Gateway:VerifyFiles:{Name}"] = "aB3dE5gH7", ["Gateway:VerifyFiles:AbCdEfGhIj.txt"] = "一\n" },
                TestContext.Current.CancellationToken);
        using var http = new HttpClient();

        using var answer = await http.GetAsync(new Uri(gateway.Address, "/" + Name), TestContext.Current.CancellationToken);
        using var head = await http.SendAsync(
            new HttpRequestMessage(HttpMethod.Head, new Uri(gateway.Address, "/" + Name)),
            TestContext.Current.CancellationToken);
        using var post = await http.PostAsync(new Uri(gateway.Address, "/" + Name), null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("aB3dE5gH7"u8.ToArray(), await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(
            (HttpStatusCode.OK, 9L, ""),
            (head.StatusCode, head.Content.Headers.ContentLength,
                await head.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "GET"), (post.StatusCode, post.Content.Headers.Allow.Single()));
        Assert.Equal(
            "一\n",
            await http.GetStringAsync(new Uri(gateway.Address, "/AbCdEfGhIj.txt?x=1"), TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(http, new Uri(gateway.Address, "/other.txt")));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(http, new Uri(gateway.Address, $"/a/{Name}")));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(http, new Uri(gateway.InternalAddress, "/" + Name)));
    }

    [Fact]
    public async Task A_hand_written_route_for_everything_does_not_get_in_its_way()
    {
        await using var backend = await ScriptedBackend.StartAsync(TestContext.Current.CancellationToken);
        await using var gateway = await RunningGateway.StartAsync(
            new()
            {
                [$"Gateway:VerifyFiles:{Name}"] = "mine",
                ["ReverseProxy:Routes:all:ClusterId"] = "site",
                ["ReverseProxy:Routes:all:Match:Path"] = "{**path}",
                ["ReverseProxy:Clusters:site:Destinations:one:Address"] = backend.Address,
            },
            TestContext.Current.CancellationToken);
        using var http = new HttpClient();

        Assert.Equal("mine", await http.GetStringAsync(new Uri(gateway.Address, "/" + Name), TestContext.Current.CancellationToken));
        Assert.Empty(backend.Calls);
    }

    [Fact]
    public async Task An_edit_takes_effect_while_the_gateway_runs()
    {
        var file = _workplace.Write("appsettings.json", """{ "Gateway": {} }""");
        await using var gateway = await RunningGateway.StartAsync([], TestContext.Current.CancellationToken, file);
        using var http = new HttpClient();
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(http, new Uri(gateway.Address, "/" + Name)));

        _workplace.Write("appsettings.json", $$"""{ "Gateway": { "VerifyFiles": { "{{Name}}": "now" } } }""");

        await Eventually.HoldsAsync(
            async () => await StatusAsync(http, new Uri(gateway.Address, "/" + Name)) == HttpStatusCode.OK,
            "the file is served",
            TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("MP_verify_.txt")]
    [InlineData("MP_verify_x.html")]
    [InlineData("MP_verify_x")]
    [InlineData("../x.txt")]
    [InlineData("a/b.txt")]
    [InlineData("a.b.txt")]
    [InlineData("a b.txt")]
    [InlineData("x.txt\n")]
    [InlineData("文件.txt")]
    [InlineData(".txt")]
    public async Task Other_names_are_errors(string name)
        => Assert.Contains(
            "must have the name of a file that WeChat gave",
            Assert.Single(await ErrorsAsync((name, "x"))),
            StringComparison.Ordinal);

    [Fact]
    public async Task Contents_are_there_and_small()
    {
        Assert.Contains("is empty", Assert.Single(await ErrorsAsync((Name, ""))), StringComparison.Ordinal);
        Assert.Contains(
            "has 1026 bytes; 1024 are the most",
            Assert.Single(await ErrorsAsync((Name, new string('一', 342)))),
            StringComparison.Ordinal);
        Assert.Contains("must be a single value", Assert.Single(await ErrorsAsync((Name + ":0", "x"))), StringComparison.Ordinal);
        Assert.Contains("must be an object", Assert.Single(await CompileAsync(("Gateway:VerifyFiles", "x"))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MessagePath", "/x.txt")]
    [InlineData("MessagePath", "/X.TXT/")]
    [InlineData("OAuthPath", "/x.txt")]
    public async Task A_service_cannot_have_its_path(string key, string path)
    {
        var errors = await CompileAsync(
            ("Gateway:VerifyFiles:x.txt", "x"), ("Gateway:Services:shop:AppId", "wx1"), ("Gateway:Services:shop:AppSecret", "s"),
                ("Gateway:Services:shop:Token", "t"),
            ("Gateway:Services:shop:OAuthBackend", "http://a"), ("Gateway:Services:shop:OAuthPath", "/oauth"),
                ($"Gateway:Services:shop:{key}", path));

        Assert.Equal(
            $"command line: Gateway:VerifyFiles:x.txt is at /x.txt, which is {key} of service shop too. Give that another path: WeChat " +
                $"looks for the file there and nowhere else.",
            Assert.Single(errors));
    }

    private static Task<string[]> ErrorsAsync(params (string Name, string Content)[] files)
        => CompileAsync([.. files.Select(file => ($"Gateway:VerifyFiles:{file.Name}", file.Content))]);

    private static async Task<string[]> CompileAsync(params (string Key, string Value)[] settings)
    {
        await using var app = Program.Build(
            new Gateway.Configuration.GatewayEnvironment(AppContext.BaseDirectory, AppContext.BaseDirectory), [],
                [.. settings.Select(setting => $"--{setting.Key}={setting.Value}")]);
        var result = await app.Services.GetRequiredService<ConfigurationCompiler>().CompileAsync(inForce: null);
        return [.. result.Errors.Select(error => error.ToString())];
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, Uri address)
    {
        using var response = await http.GetAsync(address, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
