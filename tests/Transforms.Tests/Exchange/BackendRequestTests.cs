using System.Text;
using WxYarpGateway.Transforms.Exchange;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Tests.Pipeline;

namespace WxYarpGateway.Transforms.Tests.Exchange;

public sealed class BackendRequestTests
{
    private static readonly string Longest = new('x', 64);

    public static TheoryData<string, string> Types() => new()
    {
        { "text", "/msg/text" },
        { "shortvideo", "/msg/shortvideo" },
        { "miniprogrampage_2", "/msg/miniprogrampage_2" },
        { Longest, "/msg/" + Longest },
        { Longest + "x", "/msg/unknown" },
        { "", "/msg/unknown" },
        { "../admin", "/msg/unknown" },
        { "..", "/msg/unknown" },
        { ".", "/msg/unknown" },
        { "a/b", "/msg/unknown" },
        { "a\\b", "/msg/unknown" },
        { "a?b=1", "/msg/unknown" },
        { "a#b", "/msg/unknown" },
        { "%2e%2e%2fadmin", "/msg/unknown" },
        { "a b", "/msg/unknown" },
        { "a-b", "/msg/unknown" },
        { "文字", "/msg/unknown" },
        { "té", "/msg/unknown" },
        { "text\0", "/msg/unknown" },
        { "text\r\nHost: evil", "/msg/unknown" },
        { "Event", "/msg/Event" },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void A_message_goes_to_the_path_of_its_type(string type, string path)
        => Assert.Equal(path, Written(Message(type)).Path.Value);

    [Theory]
    [InlineData("subscribe", "/event/subscribe")]
    [InlineData("CLICK", "/event/CLICK")]
    [InlineData("", "/event/unknown")]
    [InlineData("../../admin", "/event/unknown")]
    [InlineData("complaint callback", "/event/unknown")]
    public void An_event_goes_to_the_path_of_its_name(string name, string path)
        => Assert.Equal(path, Written(Message("event", name)).Path.Value);

    [Fact]
    public void An_events_name_counts_only_in_events()
        => Assert.Equal("/msg/text", Written(Message("text", "subscribe")).Path.Value);

    [Fact]
    public void The_backend_learns_service_account_message_and_attempt()
    {
        var headers = Written(Message(), attempt: 3).Headers;

        Assert.Equal("shop", headers["X-WeChat-Service"]);
        Assert.Equal(Pushes.AppId, headers["X-WeChat-AppId"]);
        Assert.Equal("22277834746191186", headers["X-WeChat-Message-Id"]);
        Assert.Equal("3", headers["X-WeChat-Attempt"]);
        Assert.Equal("application/json; charset=utf-8", headers.ContentType);
    }

    [Theory]
    [InlineData("商店", "%E5%95%86%E5%BA%97")]
    [InlineData("my shop", "my%20shop")]
    [InlineData("a\r\nb", "a%0D%0Ab")]
    [InlineData("shop-1.eu_~!", "shop-1.eu_~!")]
    public void A_name_that_a_header_cannot_carry_is_percent_encoded(string name, string expected)
    {
        var message = Pushes.Message("{}", Pushes.Service(options => options.AppId = "应用", name));

        var headers = Written(message).Headers;

        Assert.Equal(expected, headers["X-WeChat-Service"]);
        Assert.Equal("%E5%BA%94%E7%94%A8", headers["X-WeChat-AppId"]);
    }

    [Fact]
    public async Task The_message_is_the_body_and_WeChats_query_stays_behind()
    {
        var request = Written(Message());

        Assert.False(request.QueryString.HasValue);
        Assert.Equal(13, request.ContentLength);
        using var reader = new StreamReader(request.Body);
        Assert.Equal("""{"say":"你"}""", await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_slice_of_a_larger_array_is_sent_alone()
    {
        var message = Message();
        message.Body = "secret{}secret"u8.ToArray().AsMemory(6, 2);
        var sent = new MemoryStream();

        var request = Written(message);
        request.Body.CopyTo(sent);

        Assert.Equal(2, request.ContentLength);
        Assert.Equal("{}", Encoding.UTF8.GetString(sent.ToArray()));
        Assert.False(request.Body.CanWrite);
    }

    [Fact]
    public void Every_attempt_has_the_passed_headers_and_the_whole_body()
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.UserAgent = "Mozilla/4.0";
        request.Headers.Accept = new(["a", "b"]);

        BackendRequest.Write(request, Message(), 1, form: null);
        request.Body.ReadByte();
        BackendRequest.Write(request, Message(), 2, form: null);

        Assert.Equal("Mozilla/4.0", request.Headers.UserAgent);
        Assert.Equal(2, request.Headers.Accept.Count);
        Assert.Equal("2", request.Headers["X-WeChat-Attempt"]);
        Assert.Equal(0, request.Body.Position);
    }

    [Fact]
    public void A_backend_learns_of_the_trace_where_nobody_else_tells_it()
    {
        var message = new MessageContext(
            Pushes.Service(), Pushes.Message("{}").Query, "{}"u8.ToArray(), receivedAt: 0)
        { TraceParent = "00-a-b-00" };

        Assert.Equal("00-a-b-00", Written(message).Headers.TraceParent);
        Assert.False(Written(Message()).Headers.ContainsKey("traceparent"));
    }

    private static MessageContext Message(string type = "text", string @event = "")
    {
        var message = Pushes.Message("""{"say":"你"}""", query: "signature=a&openid=o1");
        message.Head = new MessageHead { MsgType = type, Event = @event };
        message.Id = "22277834746191186";
        return message;
    }

    private static HttpRequest Written(MessageContext message, int attempt = 1)
    {
        var request = new DefaultHttpContext().Request;
        request.QueryString = new QueryString("?signature=a&openid=o1");
        BackendRequest.Write(request, message, attempt, form: null);
        return request;
    }
}
