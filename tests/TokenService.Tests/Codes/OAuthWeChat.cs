using WxYarpGateway.Testing.WeChat;

namespace WxYarpGateway.TokenService.Tests.Codes;

/// <summary>WeChat's two paths of OAuth, and what it says there.</summary>
internal static class OAuthWeChat
{
    public const string Exchange = "/sns/oauth2/access_token";
    public const string Profile = "/sns/userinfo";
    public const string OAuthToken = "OAUTH-TOKEN-of-the-user";
    public const string OpenId = "oUser-0123456789";
    public const string CodeUsed = """{"errcode":40163,"errmsg":"code been used, rid: 1"}""";

    public static string Grant(string scope = "snsapi_base", string more = "") =>
        $$"""{"access_token":"{{OAuthToken}}","expires_in":7200,"refresh_token":"R","openid":"{{OpenId}}","scope":"{{scope}}"{{more}}}""";

    public static string ProfileJson => $$"""{ "openid": "{{OpenId}}",  "nickname": "小明 \ud83d\ude00", "sex": 1, "privilege": [] }""";

    /// <summary>Exchanges each code once, as WeChat does.</summary>
    public static ScriptedWeChat Once(string scope = "snsapi_base")
    {
        var weChat = new ScriptedWeChat();
        weChat.WhenInTurn(Exchange, Grant(scope), CodeUsed);
        weChat.When(Profile, ProfileJson);
        return weChat;
    }

    public static int Count(this ScriptedWeChat weChat, string path) => weChat.Calls.Count(call => call.Path == path);
}
