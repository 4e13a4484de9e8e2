using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Tests.Replicas;

namespace WxYarpGateway.TokenService.Tests.Store;

public sealed class TokenKeyTests
{
    [Fact]
    public void A_key_names_version_appid_kind_and_endpoint_and_hides_the_secret()
    {
        var key = TokenKey.ForAccessToken(Some.Account()).ToString();

        Assert.Matches("^v1:wx0123456789abcdef:access_token:stable:[0-9a-f]{8}$", key);
        Assert.Equal(key, TokenKey.ForAccessToken(Some.Account() with { Service = "other", Kind = ServiceKind.MiniProgram }).ToString());
    }

    [Fact]
    public void Whatever_a_token_depends_on_makes_another_key()
    {
        TokenKey[] keys =
        [
            TokenKey.ForAccessToken(Some.Account()),
            TokenKey.ForAccessToken(Some.Account(secret: "another")),
            TokenKey.ForAccessToken(Some.Account(appId: "another")),
            TokenKey.ForAccessToken(Some.Account(TokenEndpoint.Classic)),
            TokenKey.ForAccessToken(Some.Account(appId: "wx0123456789abcdef:access_token")),
        ];

        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.All(keys, key => Assert.Equal(4, key.Value.Count(character => character == ':')));
    }
}
