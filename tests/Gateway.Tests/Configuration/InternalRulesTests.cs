using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.Transforms.Configuration;
using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Gateway.Tests.Configuration;

public sealed class InternalRulesTests : IDisposable
{
    private const string Digest = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Theory]
    [InlineData("http://127.0.0.1:7081")]
    [InlineData("http://localhost:7081; http://[::1]:7082")]
    [InlineData("http://127.8.8.8:1")]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("")]
    public async Task Loopback_addresses_need_no_key(string urls) => Assert.Empty(await ErrorsAsync(("InternalUrls", urls)));

    [Theory]
    [InlineData("http://0.0.0.0:7081")]
    [InlineData("http://*:7081")]
    [InlineData("http://[::]:7081")]
    [InlineData("http://10.0.0.1:7081")]
    [InlineData("http://127.0.0.1:7081;http://gateway.internal:7082")]
    public async Task Others_do(string urls)
    {
        Assert.StartsWith("command line: Gateway:InternalApiKeys is missing, and others than this machine can connect to http://",
            Assert.Single(await ErrorsAsync(("InternalUrls", urls))), StringComparison.Ordinal);
        Assert.Empty(await ErrorsAsync(("InternalUrls", urls), ("InternalApiKeys:crm", Digest)));
    }

    [Theory]
    [InlineData("http://0.0.0.0:7080", "http://127.0.0.1:7080", "has port 7080, which Urls has too")]
    [InlineData("http://a", "http://127.0.0.1:80", "has port 80, which Urls has too")]
    [InlineData("http://0.0.0.0:7080", "http://unix:/tmp/x.sock",
        "must have a port, by which the listeners are told apart; it is http://unix:/tmp/x.sock")]
    [InlineData("http://0.0.0.0:7080", "https://127.0.0.1:7081", "must be http, since")]
    [InlineData("http://0.0.0.0:7080", "7081", "must be an http address without a path; it is 7081")]
    [InlineData("http://0.0.0.0:7080", ";", "names no address")]
    public async Task Addresses_that_cannot_be_told_apart_are_errors(string urls, string internalUrls, string problem)
        => Assert.StartsWith($"command line: Gateway:InternalUrls {problem}",
            Assert.Single(await ErrorsAsync(("Urls", urls), ("InternalUrls", internalUrls))), StringComparison.Ordinal);

    [Theory]
    [InlineData("the-key-itself", "it has 14 characters")]
    [InlineData("", "it is empty")]
    [InlineData("sha256:12", "it has 9 characters")]
    public async Task A_key_that_is_no_digest_is_an_error_without_its_value(string key, string itIs)
        => Assert.Equal(
            $"command line: Gateway:InternalApiKeys:crm must be sha256: and 64 hexadecimal digits; {itIs}. Write sha256: and the 64 " +
                $"hexadecimal digits that this prints: printf %s the-key | sha256sum.",
            Assert.Single(await ErrorsAsync(("InternalApiKeys:crm", key))));

    [Theory]
    [InlineData("Endpoints:Api", "wxapi", "must be a path such as /api")]
    [InlineData("Endpoints:Api", "/", "must be a path")]
    [InlineData("Endpoints:Tokens", "/a b", "must be a path such as /tokens")]
    [InlineData("Endpoints:Tokens", "/{x}", "must be a path")]
    public async Task A_path_that_is_none_is_an_error(string key, string value, string problem)
        => Assert.StartsWith(
            $"command line: Gateway:{key} {problem}", Assert.Single(await ErrorsAsync((key, value))), StringComparison.Ordinal);

    [Theory]
    [InlineData("/wxapi")]
    [InlineData("/WXAPI/tokens/")]
    public async Task Paths_within_each_other_are_an_error(string tokens)
        => Assert.Contains(
            "one lies within the other", Assert.Single(await ErrorsAsync(("Endpoints:Tokens", tokens))), StringComparison.Ordinal);

    [Fact]
    public async Task A_misspelt_endpoint_is_a_warning()
    {
        var warnings = (await CompileAsync(("Endpoints:Qr", "/code"), ("Endpoints:Tokns", "/x"))).Warnings.Select(
            warning => warning.ToString()).ToArray();

        Assert.Contains("command line: Gateway:Endpoints:Tokns is not a known key; nothing reads it. Did you mean Tokens?", warnings);
        Assert.DoesNotContain(warnings, warning => warning.Contains("Endpoints:Qr", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Endpoints:User", "/qr/", "Gateway:Endpoints:User is /qr, and Qr is /qr: one lies within the other")]
    [InlineData("Endpoints:SignJsApi", "/SNS-AUTH2", "Gateway:Endpoints:SignJsApi is /SNS-AUTH2, and SnsAuth2 is /sns-auth2")]
    [InlineData("Endpoints:ShortUrl", "/wxapi/short", "Gateway:Endpoints:Api is /wxapi, and ShortUrl is /wxapi/short")]
    [InlineData("Endpoints:Tokens", "/user", "Gateway:Endpoints:Tokens is /user, and User is /user")]
    [InlineData("Endpoints:Qr", "/health", "Gateway:Endpoints:Qr is /health, and /health is where the gateway tells of its health")]
    [InlineData("Endpoints:Qr", "/Health/x", "Gateway:Endpoints:Qr is /Health/x, and /health is where")]
    public async Task Endpoints_that_cannot_be_told_apart_are_an_error(string key, string path, string problem)
        => Assert.Contains(problem, Assert.Single(await ErrorsAsync((key, path))), StringComparison.Ordinal);

    [Fact]
    public async Task One_endpoint_may_lie_below_another_and_one_may_be_gone()
        => Assert.Empty(await ErrorsAsync(
            ("Endpoints:Qr", "/wx"), ("Endpoints:User", "/wx/user"), ("Endpoints:ShortUrl", ""), ("Endpoints:SnsAuth2", "")));

    [Theory]
    [InlineData("yes", "command line: Gateway:EndpointsOnPublicListener must be true or false; it is yes.")]
    [InlineData("true", "command line: Gateway:EndpointsOnPublicListener is true, and InternalApiKeys is missing: anybody could")]
    public async Task Endpoints_are_never_public_without_a_key(string value, string problem)
        => Assert.StartsWith(problem, Assert.Single(await ErrorsAsync(("EndpointsOnPublicListener", value))), StringComparison.Ordinal);

    [Fact]
    public async Task Endpoints_are_public_with_one_but_not_where_WeChat_pushes()
    {
        (string Key, string Value)[] settings = [("EndpointsOnPublicListener", "True"), ("InternalApiKeys:crm", Digest),
            ("Services:shop:AppId", "wx1"), ("Services:shop:Token", "t")];

        Assert.Empty(await ErrorsAsync([.. settings, ("Services:shop:MessagePath", "/wx")]));
        Assert.Empty(await ErrorsAsync([.. settings, ("Services:shop:MessagePath", "/qr"), ("Endpoints:Qr", "")]));
        Assert.StartsWith(
            "command line: Gateway:Endpoints:Qr is /qr, which is MessagePath of the service shop too, and EndpointsOnPublicListener has " +
                "both at one address. Choose another path.",
            Assert.Single(await ErrorsAsync([.. settings, ("Services:shop:MessagePath", "/QR/"), ("Endpoints:Qr", "/qr")])).Replace(
                "/QR", "/qr", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_set_to_null_takes_the_routes_away()
    {
        var file = _workplace.Write("appsettings.json", """{ "Gateway": { "Endpoints": { "Api": null }, "Services": { "shop": { "AppId": "wx1", "Token": "t", "MessagePath": "/wx" } } } }""");
        await using var app = Program.Build(_workplace.Environment, [file], []);

        Assert.Equal(["shop.message"], (await CompileAsync(app)).Compiled!.Routes.Select(route => route.RouteId));
    }

    [Fact]
    public async Task Keys_cannot_be_taken_away_while_others_can_connect()
    {
        var file = _workplace.Write("appsettings.json", $$"""{ "Gateway": { "InternalUrls": "http://0.0.0.0:7081", "InternalApiKeys": { "crm": "{{Digest}}" } } }""");
        await using var app = Program.Build(_workplace.Environment, [file], []);
        app.ChooseAddresses();
        _workplace.Write("appsettings.json", """{ "Gateway": { "InternalUrls": "http://127.0.0.1:7081" } }""");
        ((IConfigurationRoot)app.Configuration).Reload();

        var result = await CompileAsync(app);

        Assert.Contains("Gateway:InternalApiKeys is missing, and others than this machine can connect to http://0.0.0.0:7081",
            Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
        Assert.Contains(
            result.Warnings, warning
                => warning.ToString().Contains(
                    "Gateway:InternalUrls is http://127.0.0.1:7081, but the gateway listens on http://0.0.0.0:7081. Restart",
                        StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_route_of_the_users_own_must_not_stand_where_a_generated_one_does()
    {
        var errors = await ErrorsAsync(
            ("Services:shop:AppId", "wx1"),
            ("Services:shop:Token", "t"),
            ("Services:shop:MessagePath", "/wx"),
            ("../ReverseProxy:Routes:own:ClusterId", "shop.api"),
            ("../ReverseProxy:Routes:own:Match:Path", "/wxapi/{service}/{**path}"),
            ("../ReverseProxy:Routes:own:Metadata:WeChat.Service", "shop"),
            ("../ReverseProxy:Routes:own:Metadata:WeChat.Exchange", "api"));

        Assert.Contains("is the path of the generated route {service}.api too", Assert.Single(errors), StringComparison.Ordinal);
    }

    private async Task<string[]> ErrorsAsync(params (string Key, string Value)[] settings)
        => [.. (await CompileAsync(settings)).Errors.Select(error => error.ToString())];

    private async Task<CompilationResult> CompileAsync(params (string Key, string Value)[] settings)
    {
        await using var app = Program.Build(_workplace.Environment, [], [.. settings.Select(
            setting => $"--{$"Gateway:{setting.Key}".Replace("Gateway:../", "", StringComparison.Ordinal)}={setting.Value}")]);
        return await CompileAsync(app);
    }

    private static async Task<CompilationResult> CompileAsync(WebApplication app)
        => await app.Services.GetRequiredService<ConfigurationCompiler>().CompileAsync(inForce: null);
}
