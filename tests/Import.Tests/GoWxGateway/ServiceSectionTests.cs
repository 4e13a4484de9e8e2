using WxYarpGateway.Testing.Processes;

namespace WxYarpGateway.Import.Tests.GoWxGateway;

public sealed class ServiceSectionTests : IDisposable
{
    private const string Full = $""" "token": "t", "app-id": "wx1", "app-secret": "s", "aes-key": "{Imported.AesKey}" """;

    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Fact]
    public async Task A_service_keeps_its_account_its_path_and_its_backend()
    {
        var imported = await Imported.OfServiceAsync(_workplace, """ "msg-proxy-pass": "http://10.0.0.1:8000/msghandler" """);

        Assert.Equal("wx1", imported["Services:shop:AppId"]);
        Assert.Equal("s", imported["Services:shop:AppSecret"]);
        Assert.Equal("t", imported["Services:shop:Token"]);
        Assert.Equal("/wx", imported["Services:shop:MessagePath"]);
        Assert.Equal("http://10.0.0.1:8000/msghandler", imported["Services:shop:MessageBackend"]);
        Assert.Null(imported["Services:shop:Kind"]);
        Assert.Null(imported["Services:shop:Encryption"]);
        Assert.Null(imported["Services:shop:UserInfo:Append"]);
        Assert.Empty(await imported.ErrorsAsync());
    }

    [Fact]
    public async Task A_key_means_that_both_modes_are_taken_until_the_console_is_in_safe_mode()
    {
        var imported = await Imported.OfServiceAsync(_workplace, wxParams: Full);

        Assert.Equal(Imported.AesKey, imported["Services:shop:EncodingAesKey"]);
        Assert.Equal("Either", imported["Services:shop:Encryption"]);
        imported.Says("Set it to Safe");
        Assert.Empty(await imported.ErrorsAsync());
    }

    [Fact]
    public async Task A_shop_is_in_safe_mode_and_has_no_user_info()
    {
        var imported = await Imported.OfAsync(_workplace, $$"""
            { "dont-append-userinfo": true, "services": [ { "name": "shop", "is-channels-ec": true, "wx-params": { {{Full}} } } ] }
            """);

        Assert.Equal("ChannelsShop", imported["Services:shop:Kind"]);
        Assert.Equal("Safe", imported["Services:shop:Encryption"]);
        Assert.Null(imported["Services:shop:UserInfo:Append"]);
        Assert.Empty(await imported.ErrorsAsync());
    }

    [Fact]
    public async Task A_shop_without_a_key_is_told_to_fill_it_in()
    {
        var imported = await Imported.OfServiceAsync(_workplace, """ "is-channels-ec": true """);

        Assert.Null(imported["Services:shop:EncodingAesKey"]);
        imported.Says("always encrypted: fill in the key from the WeChat console");
        Assert.Empty(await imported.ErrorsAsync());
    }

    [Theory]
    [InlineData("30", "00:00:30")]
    [InlineData("\"30\"", "00:00:30")]
    [InlineData("3.0e1", "00:00:30")]
    [InlineData("86400", "1.00:00:00")]
    [InlineData("9223372036854775807", "36500.00:00:00")]
    public async Task A_timeout_becomes_the_clock_skew(string timeout, string skew)
    {
        var imported = await Imported.OfServiceAsync(_workplace, $"\"timeout\": {timeout}");

        Assert.Equal(skew, imported["Services:shop:MaxClockSkew"]);
        Assert.DoesNotContain("the default", imported.Comments, StringComparison.Ordinal);
        Assert.Empty(await imported.ErrorsAsync());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("null")]
    [InlineData("\"soon\"")]
    [InlineData("1.5")]
    [InlineData("1e400")]
    [InlineData("{}")]
    public async Task Without_a_timeout_the_clock_skew_is_the_default(string timeout)
    {
        var imported = await Imported.OfServiceAsync(_workplace, $"\"timeout\": {timeout}");

        Assert.Equal("00:05:00", imported["Services:shop:MaxClockSkew"]);
        imported.Says("the default: timeout was not set, so pushes of any age were taken");
    }

    [Fact]
    public async Task A_redirect_keeps_its_path_its_backend_and_its_flag()
    {
        var imported = await Imported.OfServiceAsync(
            _workplace,
            """ "redirect-url": "http://10.0.0.1/menu?x=1", "redirect-userinfo-flag": "login" """,
            paths: """ "service-path": "/wx", "redirect-path": "/redirect" """);

        Assert.Equal("/redirect", imported["Services:shop:OAuthPath"]);
        Assert.Equal("http://10.0.0.1/menu?x=1", imported["Services:shop:OAuthBackend"]);
        Assert.Equal("login", imported["Services:shop:OAuthUserInfoFlag"]);
        Assert.Contains("// \"PublicUrl\": \"https://wx.example.com\",", imported.Text, StringComparison.Ordinal);
        Assert.Empty(await imported.ErrorsAsync());
    }

    [Theory]
    [InlineData(
        "",
        """ , "redirect-path": "/redirect" """,
        "// \"OAuthPath\": \"/redirect\",",
        "a redirect-path without a redirect-url was not served")]
    [InlineData(
        """ "redirect-url": "http://a/b" """,
        "",
        "// \"OAuthBackend\": \"http://a/b\",",
        "go-wx-gateway did not start without a redirect-path")]
    [InlineData(""" "redirect-userinfo-flag": "login" """, "", "// \"OAuthUserInfoFlag\": \"login\",", "it needs both")]
    public async Task Half_a_redirect_is_only_suggested(string keys, string path, string line, string why)
    {
        var imported = await Imported.OfServiceAsync(_workplace, keys, paths: $$""" "service-path": "/wx"{{path}} """);

        var settings = imported.Gateway.GetSection("Services:shop").GetChildren().Select(setting => setting.Key);
        Assert.DoesNotContain(settings, key => key.StartsWith("OAuth", StringComparison.Ordinal));
        Assert.Contains(line, imported.Text, StringComparison.Ordinal);
        imported.Says(why);
        Assert.Empty(await imported.ErrorsAsync());
    }

    [Fact]
    public async Task What_is_suggested_can_be_taken_by_removing_the_comment_marks()
    {
        var imported = await Imported.OfServiceAsync(
            _workplace, """ "redirect-url": "http://a/b" """, wxParams: """ "token": "t", "app-id": "wx1" """);
        var lines = imported.Text.Split('\n').Select(line
            => line.TrimStart().StartsWith("// \"", StringComparison.Ordinal) ? line.Replace("// ", "", StringComparison.Ordinal) : line);

        _workplace.Write("imported.json", string.Join('\n', lines));

        Assert.DoesNotContain(await imported.ErrorsAsync(), error => !error.Contains("OAuth", StringComparison.Ordinal));
        Assert.NotEqual(imported.Text, await File.ReadAllTextAsync(imported.File, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("true", "false")]
    [InlineData("\"true\"", "false")]
    [InlineData("\"TRUE\"", "false")]
    [InlineData("false", null)]
    [InlineData("\"false\"", null)]
    [InlineData("null", null)]
    [InlineData("1", null)]
    [InlineData("\"true|false, 是否\"", null)]
    public async Task The_global_choice_of_user_info_becomes_each_services_own(string value, string? append)
    {
        var imported = await Imported.OfAsync(_workplace, $$"""
            {
              "dont-append-userinfo": {{value}},
              "services": [ { "name": "a", "wx-params": { "token": "t" } }, { "name": "b", "wx-params": { "token": "t" } } ]
            }
            """);

        Assert.Equal(append, imported["Services:a:UserInfo:Append"]?.ToLowerInvariant());
        Assert.Equal(append, imported["Services:b:UserInfo:Append"]?.ToLowerInvariant());
        var isWrongType = value.Contains('"', StringComparison.Ordinal) || value == "1";
        Assert.Equal(isWrongType, imported.Comments.Contains("dont-append-userinfo", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_service_without_app_secret_or_backend_says_what_that_means()
    {
        var imported = await Imported.OfServiceAsync(_workplace, wxParams: """ "token": "t", "app-id": "wx1", "aes-key": null """);

        Assert.Null(imported["Services:shop:AppSecret"]);
        Assert.Null(imported["Services:shop:MessageBackend"]);
        imported.Says("there was no app-secret");
        imported.Says("without one, the gateway answers by itself (echo)");
        Assert.Empty(await imported.ErrorsAsync());
    }

    [Fact]
    public async Task What_wechat_needs_and_was_missing_is_to_be_filled_in()
    {
        var imported = await Imported.OfAsync(_workplace, """{ "services": [ { "name": "shop" } ] }""");

        string[] keys = ["AppId", "Token", "MessagePath"];
        Assert.All(keys, key => Assert.Equal("", imported[$"Services:shop:{key}"]));
        imported.Says("fill in the AppId from the WeChat console: there was none");
        imported.Says("fill in the Token from the WeChat console: there was none");
        imported.Says("fill in the path of the server URL");
        Assert.Equal(2, (await imported.ErrorsAsync()).Count);
    }
}
