using WxYarpGateway.MiniPrograms.Proxy;
using WxYarpGateway.MiniPrograms.Users;

namespace WxYarpGateway.MiniPrograms.Tests.Proxy;

public sealed class IdentityHeadersTests
{
    [Theory]
    [InlineData("User-Id", true)]
    [InlineData("user_openid", true)]
    [InlineData("User.Mobile", true)]
    [InlineData("UUID", true)]
    [InlineData("kelp_traceid", true)]
    [InlineData("x-wx-openid", true)]
    [InlineData("X_WX_Anything", true)]
    [InlineData("X-WeChat-Service", true)]
    [InlineData("User-Agent", false)]
    [InlineData("X-WXY", false)]
    [InlineData("uuids", false)]
    [InlineData("Authorization", false)]
    public void A_header_that_could_pass_for_ours_is_reserved(string name, bool isReserved)
        => Assert.Equal(isReserved, IdentityHeaders.IsReserved(name));

    [Fact]
    public void All_spellings_are_removed_and_nothing_else()
    {
        var headers = new HeaderDictionary();
        foreach (var name in new[] { "User-App", "User-Token", "user_id", "User.Openid", "x_wx_openid", "UUID", "User-Agent", "Accept" })
        {
            headers[name] = "text";
        }

        IdentityHeaders.Remove(headers);

        Assert.Equal(["Accept", "User-Agent"], headers.Keys.Order());
    }

    [Fact]
    public void Both_ways_of_naming_a_user_say_the_same()
    {
        var user = UserHeaders.Of(new LoginUser(1, "wx1", "openid") { UnionId = "union", Nickname = "阿海" });
        using var request = new HttpRequestMessage();
        var headers = new HeaderDictionary();

        IdentityHeaders.Add(request.Headers, user);
        IdentityHeaders.Set(headers, user);

        Assert.Equal(7, headers.Count);
        Assert.Equal(
            headers.Select(header => (header.Key, header.Value.ToString())).Order(),
            request.Headers.NonValidated.Select(header => (header.Key, header.Value.ToString())).Order());
    }

    [Fact]
    public void Of_nobody_all_is_empty_but_the_mini_program()
    {
        using var request = new HttpRequestMessage();

        IdentityHeaders.Add(request.Headers, UserHeaders.OfNobody("wx1"));

        var named = Assert.Single(request.Headers.NonValidated, header => header.Value.ToString().Length > 0);
        Assert.Equal(("User-App", "wx1"), (named.Key, named.Value.ToString()));
        Assert.Equal(7, request.Headers.NonValidated.Count);
    }

    [Theory]
    [InlineData("o\r\nUser-Id: 2")]
    [InlineData("o\0")]
    [InlineData("小明")]
    public void A_value_that_is_no_text_of_a_header_is_empty(string openId)
    {
        var user = UserHeaders.Of(new LoginUser(1, "wx1", openId) { UnionId = openId, Nickname = openId });

        Assert.Equal(("", ""), (user.OpenId, user.UnionId));
        Assert.All(user.Extra, letter => Assert.InRange(letter, ' ', '~'));
    }

    [Fact]
    public void Removing_what_every_phone_sends_allocates_next_to_nothing()
    {
        var headers = new HeaderDictionary { ["User-Agent"] = "phone", ["Accept"] = "*/*" };
        Remove(1_000);

        Assert.InRange(Remove(1_000) / 1_000, 0, 150);

        long Remove(int times)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var count = 0; count < times; count++)
            {
                headers["User-App"] = "wx1";
                headers["User-Token"] = "t";
                IdentityHeaders.Remove(headers);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
