using System.Text;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Codes;

namespace WxYarpGateway.Gateway.Tests.Endpoints.Services;

public sealed class SnsAuth2EndpointTests : IAsyncLifetime
{
    private const string Profile = """{ "openid":"oUser","nickname":"\u5c0f😀","sex":1 }""";

    private static readonly OAuthUser User = new("oUser", "uUser", "snsapi_base,snsapi_userinfo", IsSnapshotUser: true);

    private EndpointRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await EndpointRig.StartAsync();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData("", ProfileFetch.Never)]
    [InlineData("&scope=", ProfileFetch.Never)]
    [InlineData("&scope=base", ProfileFetch.Never)]
    [InlineData("&scope=snsapi_base", ProfileFetch.Never)]
    [InlineData("&scope=userinfo", ProfileFetch.Always)]
    [InlineData("&scope=snsapi_userinfo", ProfileFetch.Always)]
    public async Task The_scope_says_whether_the_profile_is_fetched(string scope, ProfileFetch fetch)
    {
        _rig.Codes.Answer = User with { Profile = Encoding.UTF8.GetBytes(Profile) };

        var profile = fetch == ProfileFetch.Always ? Profile : "null";
        Assert.Equal(
            $$"""{"code":200,"msg":"OK","error":"","openId":"oUser","unionId":"uUser","scope":"snsapi_base,snsapi_userinfo","isSnapshotUser":true,"userInfo":{{profile}}}""",
            await _rig.TextAsync("/sns-auth2?s=shop&code=a%26appid%3Devil" + scope));
        Assert.Equal([("shop", "a&appid=evil", fetch)], _rig.Codes.Asked);
    }

    [Fact]
    public async Task Without_a_profile_the_user_is_told_all_the_same()
    {
        _rig.Codes.Answer = User with
        {
            ProfileError = new WeChatError(
            48001, ErrorClass.Permission, "WeChat answered errcode 48001 ('api unauthorized').")
        };

        var (status, json) = await _rig.GetAsync("/sns-auth2", ("s", "shop"), ("code", "c"), ("scope", "userinfo"));

        Assert.Equal((200, 200, "oUser"), (status, json.GetProperty("code").GetInt32(), json.GetProperty("openId").GetString()));
        Assert.Equal("WeChat answered errcode 48001 ('api unauthorized').", json.GetProperty("error").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, json.GetProperty("userInfo").ValueKind);
    }

    [Fact]
    public async Task A_code_that_WeChat_refuses_is_502_and_one_it_is_silent_about_504()
    {
        _rig.Codes.Answer = new WeChatError(40029, ErrorClass.UserAuthorization, "WeChat answered errcode 40029 ('invalid code').");
        var (refused, json) = await _rig.PostAsync("/sns-auth2", "s=shop&code=c", "application/x-www-form-urlencoded");
        _rig.Codes.Answer = new WeChatError(null, ErrorClass.Busy, "WeChat did not answer in time.") { IsUnanswered = true };
        var (late, _) = await _rig.GetAsync("/sns-auth2", ("s", "shop"), ("code", "c"));

        Assert.Equal((502, 40029, 504), (refused, json.ErrorCode(), late));
    }

    [Theory]
    [InlineData("", "code parameter expected")]
    [InlineData("code=", "code parameter expected")]
    [InlineData("code=a&code=b", "code parameter is given more than once")]
    [InlineData("code=a%20b", "code parameter must not hold spaces")]
    [InlineData("code=a%0d%0aSet-Cookie:x", "code parameter must not hold control characters, nor bytes that are not UTF-8")]
    [InlineData("code=a&scope=snsapi_login", "scope must be \"userinfo\", \"base\", \"snsapi_userinfo\" or \"snsapi_base\"")]
    public async Task What_is_wrong_is_named_and_the_code_not_spent(string query, string message)
    {
        var (status, json) = await Calls.JsonAsync(_rig.Gateway.InternalAddress, "/sns-auth2?s=shop&" + query);

        Assert.Equal((400, message), (status, json.GetProperty("msg").GetString()));
        Assert.Empty(_rig.Codes.Asked);
    }
}
