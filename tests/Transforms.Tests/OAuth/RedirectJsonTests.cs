using System.Text;
using WxYarpGateway.TokenService.Codes;
using WxYarpGateway.Transforms.OAuth;
using WxYarpGateway.Transforms.Tests.Pipeline;

namespace WxYarpGateway.Transforms.Tests.OAuth;

public sealed class RedirectJsonTests
{
    [Fact]
    public void A_user_is_written_in_order_and_the_profile_byte_for_byte()
    {
        var user = new OAuthUser("oUser", "oUnion", "snsapi_userinfo", IsSnapshotUser: true)
        {
            Profile = """{ "nickname": "小<明>&\ud83d",  "sex":1.0 }"""u8.ToArray(),
        };

        Assert.Equal(
            """
            {"requestURI":"/redirect?code=C&state=S","appId":"wx0123456789abcdef","openId":"oUser","unionId":"oUnion",
            "scope":"snsapi_userinfo","state":"S","userInfo":{ "nickname": "小<明>&\ud83d",  "sex":1.0 },"userInfoError":"",
            "isSnapshotUser":true,"to":"/x?a=1&b"}
            """.ReplaceLineEndings(""),
            Write(new OAuthRedirect("/redirect?code=C&state=S", "S", RedirectResult.Exchanged) { User = user, To = "/x?a=1&b" }));
    }

    [Fact]
    public void Without_a_user_everything_is_empty_but_the_reason()
        => Assert.Equal(
            """
            {"requestURI":"/r","appId":"wx0123456789abcdef","openId":"","unionId":"","scope":"","state":"a\"b","userInfo":null,
            "userInfoError":"No.","isSnapshotUser":false}
            """.ReplaceLineEndings(""),
            Write(new OAuthRedirect("/r", "a\"b", RedirectResult.Refused) { Error = "No." }));

    private static string Write(OAuthRedirect redirect)
        => Encoding.UTF8.GetString(RedirectJson.Write(TestHost.Service(options => options.AppId = "wx0123456789abcdef"), redirect));
}
