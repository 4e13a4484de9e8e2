using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Tests.Replicas;
using WxYarpGateway.TokenService.Tokens;

namespace WxYarpGateway.TokenService.Tests.Tokens;

public sealed class TokenKeyTests
{
    [Fact]
    public void A_key_names_version_appid_kind_and_endpoint_and_hides_the_secret()
    {
        var key = TokenKey.Of(Some.Account(), TokenKind.AccessToken);

        Assert.Matches("^v2:wx0123456789abcdef:access_token:stable:[0-9a-f]{8}$", key);
        Assert.Equal(key, TokenKey.Of(Some.Account() with { Service = "other", Kind = ServiceKind.MiniProgram }, TokenKind.AccessToken));
    }

    [Fact]
    public void Whatever_a_token_depends_on_makes_another_key()
    {
        string[] keys =
        [
            TokenKey.Of(Some.Account(), TokenKind.AccessToken),
            TokenKey.Of(Some.Account(secret: "another"), TokenKind.AccessToken),
            TokenKey.Of(Some.Account(appId: "another"), TokenKind.AccessToken),
            TokenKey.Of(Some.Account(TokenEndpoint.Classic), TokenKind.AccessToken),
            TokenKey.Of(Some.Account(appId: "wx0123456789abcdef:access_token"), TokenKind.AccessToken),
        ];

        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.All(keys, key => Assert.Equal(4, key.Count(character => character == ':')));
    }
}
