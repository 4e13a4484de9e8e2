using System.Text.Json;
using WxYarpGateway.Testing.Processes;

namespace WxYarpGateway.Import.Tests;

public sealed class ConfigurationImportTests : IDisposable
{
    /// <summary>The shape of go-wx-gateway's own sample, hints and all.</summary>
    private const string Sample = """
        {
          "listen-host": "",
          "listen-port": 7080,
          "services": [
            {
              "name": "echo_server",
              "workerNum": 5,
              "timeout": 0,
              "wx-params": {
                "token": "your_token_at_weixin_admin", "app-id": "your_appId_at_weixin_admin",
                "app-secret": "your_appSecret_at_weixin_admin", "aes-key": null
              },
              "listen-endpoints": { "service-path": "/wx  --路径", "redirect-path": "/redirect --授权" },
              "msg-proxy-pass": "http://yourhost.or.ip.here    --消息",
              "redirect-url": "http://yourhost.or.ip/path/to/redirect --转发",
              "redirect-userinfo-flag": "any-strings if you want"
            },
            { "name": "其它的，参考上面", "注意": "不能 相同" }
          ],
          "token-cache-dir": "/path/to/cache_dir",
          "common-endpoints": { "health-check": "/health", "wx-qr": "/qr  --二维码", "wx-qr的参数说明": "s=", "wx-user": "/user" },
          "dont-append-userinfo": "true|false, 缺省是false"
        }
        """;

    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Fact]
    public async Task The_sample_becomes_a_configuration_that_lacks_only_what_was_not_filled_in()
    {
        var imported = await Imported.OfAsync(_workplace, Sample);

        Assert.Equal(["echo_server"], imported.Names);
        Assert.Equal("/wx", imported["Services:echo_server:MessagePath"]);
        Assert.Equal("/qr", imported["Endpoints:Qr"]);
        Assert.Equal("/user", imported["Endpoints:User"]);
        Assert.Null(imported["Services:echo_server:MessageBackend"]);
        Assert.Null(imported["Services:echo_server:OAuthPath"]);
        Assert.Equal(
            [
                "imported.json: Gateway:Services:echo_server:AppId is missing. Copy it from the WeChat console.",
                "imported.json: Gateway:Services:echo_server:Token is missing. Copy it from the WeChat console.",
            ],
            (await imported.ErrorsAsync()).Select(error => error[error.IndexOf("imported.json", StringComparison.Ordinal)..]));
        imported.Says("- token-cache-dir is no longer needed");
        imported.Says("- workerNum is no longer needed");
    }

    [Fact]
    public async Task The_same_input_gives_the_same_output()
        => Assert.Equal((await Imported.OfAsync(_workplace, Sample)).Text, (await Imported.OfAsync(_workplace, Sample)).Text);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "services": [] }""")]
    [InlineData("""{ "services": null }""")]
    [InlineData("""{ "services": { "name": "a" } }""")]
    [InlineData("""{ "services": [ null, 1, "a", [] ] }""")]
    public async Task Without_services_it_says_so(string json)
    {
        var file = _workplace.Write("conf.json", json);

        var result = await ConfigurationImport.FromGoWxGatewayAsync(file, asciiOnly: false, TestContext.Current.CancellationToken);

        Assert.False(result.IsImported);
        Assert.Equal("conf.json has no services, so it is hardly the configuration of go-wx-gateway.", result.Problem);
    }

    [Fact]
    public async Task No_value_and_no_key_can_break_out_of_where_it_stands()
    {
        const string Hostile = "\",\n// */ } \r\u2028\u2029\u0085\u0000\u202e\\\"<>&'🛒店";
        var json = JsonSerializer.Serialize(Hostile);
        var imported = await Imported.OfAsync(_workplace, $$"""
            {
              {{json}}: 1, "listen-host": {{json}}, "listen-port": {{json}}, "dont-append-userinfo": {{json}}, "token-cache-dir": {{json}},
              "common-endpoints": { {{json}}: 1, "health-check": {{json}}, "wx-qr": {{json}}, "wx-user": "/u" },
              "services": [
                { {{json}}: 1, "name": {{json}}, "timeout": {{json}}, "is-channels-ec": {{json}},
                  "msg-proxy-pass": {{json}}, "redirect-url": {{json}}, "redirect-userinfo-flag": {{json}},
                  "wx-params": { {{json}}: 1, "token": {{json}}, "app-id": {{json}}, "app-secret": {{json}}, "aes-key": {{json}} },
                  "listen-endpoints": { {{json}}: 1, "service-path": {{json}}, "redirect-path": {{json}} } },
                { "name": {{json}}, "wx-params": { "token": "t" }, "listen-endpoints": { "service-path": "/wx", "redirect-path": "/r" },
                  "msg-proxy-pass": {{json}}, "redirect-url": {{json}} }
              ]
            }
            """);

        Assert.Single(imported.Names);
        Assert.Equal(Hostile, imported.Gateway.GetSection("Services").GetChildren().Single()["OAuthBackend"]);
        Assert.DoesNotContain(imported.Text, letter => letter is '\r' or '\u2028' or '\u2029' or '\u0085' or '\u202e' or '\u0000');
    }
}
