using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;

namespace WxYarpGateway.Gateway.Tests.Logins;

/// <summary>What WeChat sealed for the backend, and what users type: profiles and phone numbers.</summary>
public sealed class ProfileTests : IAsyncLifetime
{
    private const string PhoneCall = "/wxa/business/getuserphonenumber";
    private const string Check = "/wxa/msg_sec_check";
    private const string Raw = """{"nickName":"小明😀"}""";

    private LoginRig _rig = null!;
    private string _token = "";

    public async ValueTask InitializeAsync()
    {
        _rig = await LoginRig.StartAsync();
        _token = await _rig.LogInAsync();
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_sealed_profile_is_kept_and_told_to_the_backend()
    {
        Assert.Equal(0, await StatusAsync("/credentials", SealedByWeChat.UserInfo(Raw, SealedByWeChat.Profile("o-x"))));

        using var extra = JsonDocument.Parse(await HeaderAsync("User-Extra"));
        Assert.Equal("小明😀", extra.RootElement.GetProperty("nickName").GetString());
        Assert.Equal("https://thirdwx.qlogo.cn/a.png", extra.RootElement.GetProperty("avatarUrl").GetString());
        Assert.Equal("u-x", extra.RootElement.GetProperty("unionId").GetString());
    }

    [Fact]
    public async Task An_anonymous_profile_overwrites_nothing()
    {
        await StatusAsync("/credentials", SealedByWeChat.UserInfo(Raw, SealedByWeChat.Profile("o-x")));

        Assert.Equal(
            0,
            await StatusAsync(
                "/credentials", SealedByWeChat.UserInfo(Raw, SealedByWeChat.Profile("o-x", "微信用户", avatar: "https://g.png"))));

        Assert.Contains("a.png", await HeaderAsync("User-Extra"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changed_foreign_and_old_profiles_are_refused()
    {
        const string otherKey = "AAAAAAAAAAAAAAAAAAAAAA==";
        var right = SealedByWeChat.Profile("o-x");
        var (data, iv) = SealedByWeChat.Seal(right);
        (object Body, int Status)[] attempts =
        [
            (new { raw_data = Raw + " ", signature = SealedByWeChat.Sign(Raw), encrypted_data = data, iv }, 10001),
            (new { raw_data = Raw, signature = SealedByWeChat.Sign(Raw).ToUpperInvariant(), encrypted_data = data, iv }, 10001),
            (new { raw_data = Raw, signature = "", encrypted_data = data, iv }, 10001),
            (SealedByWeChat.UserInfo(Raw, right, otherKey), 10001),
            (SealedByWeChat.UserInfo(Raw, SealedByWeChat.Profile("o-y")), 3),
            (SealedByWeChat.UserInfo(Raw, SealedByWeChat.Profile("o-x", app: LoginRig.OtherApp)), 3),
            (SealedByWeChat.UserInfo(Raw, "[]"), 10001),
            (new { raw_data = Raw, signature = SealedByWeChat.Sign(Raw), encrypted_data = data }, 3),
        ];
        foreach (var (body, status) in attempts)
        {
            // Six a minute are let through.
            await using var rig = await LoginRig.StartAsync();
            using var answer = await rig.PostAsync("/credentials", body, token: await rig.LogInAsync());
            Assert.Equal(status, answer.RootElement.GetProperty("status").GetInt32());
        }
    }

    [Theory]
    [InlineData("", "AAAAAAAAAAAAAAAAAAAAAA==")]
    [InlineData("AAAA", "AAAAAAAAAAAAAAAAAAAAAA==")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAA=", "AAAAAAAAAAAAAAAAAAAAAA==")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA==", "AAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA==", "AAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA==", "****")]
    [InlineData("\u0000", "AAAAAAAAAAAAAAAAAAAAAA==")]
    public async Task Data_of_another_form_is_an_invalid_parameter(string data, string iv)
        => Assert.Equal(3, await StatusAsync("/mobile", new { encrypted_data = data, iv }));

    [Theory]
    [InlineData(PaddingMode.Zeros)]
    [InlineData(PaddingMode.ANSIX923)]
    public async Task A_wrong_padding_is_a_wrong_key(PaddingMode padding)
    {
        var (data, iv) = SealedByWeChat.Seal(SealedByWeChat.Phone(), padding: padding);

        Assert.Equal(10001, await StatusAsync("/mobile", new { encrypted_data = data, iv }));
    }

    [Theory]
    [InlineData("\"86\"", """{"phoneNumber":"13580006666","purePhoneNumber":"13580006666","countryCode":"86"}""")]
    [InlineData("852", """{"phoneNumber":"\u002B85213580006666","purePhoneNumber":"13580006666","countryCode":"852"}""")]
    public async Task A_sealed_number_is_kept_and_told_to_the_backend(string code, string told)
    {
        var (data, iv) = SealedByWeChat.Seal(SealedByWeChat.Phone(code: code));

        Assert.Equal(0, await StatusAsync("/mobile", new { encrypted_data = data, iv }));

        Assert.Equal(told, await HeaderAsync("User-Mobile"));
    }

    [Fact]
    public async Task A_number_sealed_for_another_mini_program_is_refused()
    {
        var (data, iv) = SealedByWeChat.Seal(SealedByWeChat.Phone(app: LoginRig.OtherApp));

        Assert.Equal(3, await StatusAsync("/mobile", new { encrypted_data = data, iv }));
        Assert.Equal("", await HeaderAsync("User-Mobile"));
    }

    [Fact]
    public async Task The_key_before_the_last_login_still_opens()
    {
        _rig.WeChat.Script.When("/sns/jscode2session", """{"openid":"o-x","session_key":"AAAAAAAAAAAAAAAAAAAAAA==","unionid":"u-x"}""");
        var token = await _rig.LogInAsync("later");
        var (data, iv) = SealedByWeChat.Seal(SealedByWeChat.Phone());

        using var answer = await _rig.PostAsync("/mobile", new { encrypted_data = data, iv }, token: token);

        Assert.Equal(0, answer.RootElement.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task A_code_is_exchanged_once_with_the_users_openid_however_often_the_phone_asks()
    {
        _rig.WeChat.Script.When(PhoneCall, $$"""{"errcode":0,"phone_info":{{SealedByWeChat.Phone()}}}""");

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => StatusAsync("/mobile", new { code = "phone-code" })));

        Assert.All(answers, status => Assert.Equal(0, status));
        var call = Assert.Single(_rig.WeChat.Script.Calls, call => call.Path == PhoneCall);
        using var sent = JsonDocument.Parse(call.Body);
        Assert.Equal(
            ("phone-code", "o-x"),
            (sent.RootElement.GetProperty("code").GetString(), sent.RootElement.GetProperty("openid").GetString()));
    }

    [Fact]
    public async Task A_code_that_WeChat_refuses_is_told_with_its_errcode_and_asked_again()
    {
        _rig.WeChat.Script.When(PhoneCall, """{"errcode":40029,"errmsg":"invalid code"}""");
        using var answer = await _rig.PostAsync("/mobile", new { code = "phone-code" }, token: _token);
        await StatusAsync("/mobile", new { code = "phone-code" });

        Assert.Equal(40029, answer.RootElement.GetProperty("errcode").GetInt32());
        Assert.Equal(2, _rig.WeChat.Script.Calls.Count(call => call.Path == PhoneCall));
    }

    [Fact]
    public async Task What_the_user_typed_is_kept_unless_it_is_risky()
    {
        _rig.WeChat.Script.WhenInTurn(
            Check,
            """{"errcode":0,"result":{"suggest":"pass","label":100}}""",
            """{"errcode":0,"result":{"suggest":"risky","label":20002}}""");

        Assert.Equal(0, await StatusAsync("/credentials", new { nickname = "小红", avatar_url = "https://a.example/b.png" }));
        Assert.Equal(10002, await StatusAsync("/credentials", new { nickname = "bad" }));
        Assert.Contains("b.png", await HeaderAsync("User-Extra"), StringComparison.Ordinal);
        Assert.DoesNotContain("bad", await HeaderAsync("User-Extra"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://user:pass@a.example/")]
    [InlineData("//a.example/b.png")]
    public async Task A_picture_is_at_an_address_that_pages_may_load(string address)
        => Assert.Equal(3, await StatusAsync("/credentials", new { avatar_url = address }));

    [Theory]
    [InlineData("/credentials")]
    [InlineData("/mobile")]
    public async Task Nobody_may_without_a_login_and_nobody_more_than_six_times_a_minute(string path)
    {
        using var stranger = await _rig.PostAsync(path, new { code = "x" });
        Assert.Equal(10001, stranger.RootElement.GetProperty("status").GetInt32());

        var statuses = new List<HttpStatusCode>();
        for (var time = 0; time < 7; time++)
        {
            using var answer = await _rig.SendAsync(HttpMethod.Post, path, token: _token, body: JsonContent.Create(new { }));
            statuses.Add(answer.StatusCode);
        }

        Assert.Equal(6, statuses.Count(status => status == HttpStatusCode.OK));
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
    }

    private async Task<int> StatusAsync(string path, object body)
    {
        using var answer = await _rig.PostAsync(path, body, token: _token);
        return answer.RootElement.GetProperty("status").GetInt32();
    }

    /// <summary>Returns a header that the backend gets of the next request.</summary>
    private async Task<string> HeaderAsync(string name)
    {
        using var response = await _rig.SendAsync(HttpMethod.Get, "/app/who", token: _token);
        return _rig.Backend.Calls[^1].Headers[name].ToString();
    }
}
