using WxYarpGateway.Transforms.Exchange;
using WxYarpGateway.Transforms.Exchange.Forwarding;

namespace WxYarpGateway.Transforms.Tests.Exchange;

public sealed class PassedHeadersTests
{
    [Theory]
    [InlineData("X-WeChat-Service")]
    [InlineData("x-wechat-service")]
    [InlineData("X_WeChat_Service")]
    [InlineData("x_wechat-service")]
    [InlineData("X-WECHAT-ANYTHING")]
    [InlineData("X-WeChat-")]
    [InlineData("User-Id")]
    [InlineData("USER-OPENID")]
    [InlineData("user_openid")]
    [InlineData("User_Unionid")]
    [InlineData("User-Extra")]
    [InlineData("User-Mobile")]
    [InlineData("User-App")]
    [InlineData("uSER_tOKEN")]
    [InlineData("X.WeChat.Service")]
    [InlineData("X!WeChat~Service")]
    [InlineData("user.openid")]
    public void A_header_that_could_pass_for_ours_does_not_pass(string name)
    {
        Assert.True(ReservedHeaders.Include(name));
        Assert.Empty(Copy((name, "forged")));
    }

    [Theory]
    [InlineData("User-Agent")]
    [InlineData("user_agent")]
    [InlineData("User.Agent")]
    [InlineData("X.WeChatty")]
    [InlineData("X-WeChat")]
    [InlineData("X-WeChatty")]
    [InlineData("WeChat-Service")]
    [InlineData("User-Identity")]
    [InlineData("My-User-Id")]
    [InlineData("X-Forwarded-For")]
    [InlineData("x-wx-sources")]
    [InlineData("Host")]
    public void Any_other_header_passes(string name)
    {
        Assert.False(ReservedHeaders.Include(name));
        var (passed, values) = Assert.Single(Copy((name, "value")));
        Assert.Equal(name, passed);
        Assert.Equal("value", values);
    }

    [Theory]
    [InlineData("Content-Length")]
    [InlineData("content-type")]
    [InlineData("Content-Encoding")]
    [InlineData("Transfer-Encoding")]
    [InlineData("Expect")]
    [InlineData("ACCEPT-ENCODING")]
    public void What_describes_WeChats_body_does_not_pass(string name) => Assert.Empty(Copy((name, "1")));

    [Theory]
    [InlineData("traceparent")]
    [InlineData("TraceState")]
    [InlineData("baggage")]
    [InlineData("Request-Id")]
    [InlineData("Correlation-Context")]
    public void A_trace_of_the_clients_choice_does_not_pass(string name) => Assert.Empty(Copy((name, "1")));

    [Fact]
    public void Every_value_of_a_header_passes()
    {
        var from = new HeaderDictionary { ["Accept"] = new(["a", "b"]) };
        var to = new HeaderList(capacity: 4);

        PassedHeaders.Copy(from, to);

        Assert.Equal(from["Accept"], to["Accept"]);
        Assert.Equal(2, to["Accept"].Count);
    }

    private static HeaderList Copy(params (string Name, string Value)[] headers)
    {
        var from = new HeaderDictionary();
        foreach (var (name, value) in headers)
        {
            from[name] = value;
        }

        var to = new HeaderList(capacity: 4);
        PassedHeaders.Copy(from, to);
        return to;
    }
}
