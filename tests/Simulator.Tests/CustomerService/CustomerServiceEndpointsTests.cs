using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Simulator.Tests.CustomerService;

public sealed class CustomerServiceEndpointsTests : SimulatorFixture
{
    private const string Hello = """{"touser":"o1","msgtype":"text","text":{"content":"你好😀"}}""";

    [Theory]
    [InlineData("""{"touser":"o1","msgtype":"image","image":{"media_id":"m"}}""")]
    [InlineData("""{"touser":"o1","msgtype":"video","video":{"media_id":"m","thumb_media_id":"t"}}""")]
    [InlineData("""{"touser":"o1","msgtype":"music","music":{"musicurl":"u","hqmusicurl":"h","thumb_media_id":"t"}}""")]
    [InlineData("""{"touser":"o1","msgtype":"news","news":{"articles":[{"title":"t"}]}}""")]
    [InlineData("""{"touser":"o1","msgtype":"msgmenu","msgmenu":{"list":[{"id":"1","content":"a"}]}}""")]
    [InlineData("""{"touser":"o1","msgtype":"text","text":{"content":"a literal \\u4f60"}}""")]
    public async Task A_complete_message_is_accepted(string body) => Assert.Equal(0, await ErrorAsync(body));

    [Theory]
    [InlineData("", 44002)]
    [InlineData("not json", 47001)]
    [InlineData("""{"touser":"o1","msgtype":"text","text":{"content":"\u4f60"}}""", 40033)]
    [InlineData("""{"touser":"o1","msgtype":"text","text":{"content":"\\\u4f60"}}""", 40033)]
    [InlineData("""{"msgtype":"text","text":{"content":"x"}}""", 40003)]
    [InlineData("""{"touser":"o1","text":{"content":"x"}}""", 40008)]
    [InlineData("""{"touser":"o1","msgtype":"poem","poem":{}}""", 40008)]
    [InlineData("""{"touser":"o1","msgtype":"text"}""", 44004)]
    [InlineData("""{"touser":"o1","msgtype":"text","text":{"content":""}}""", 44004)]
    [InlineData("""{"touser":"o1","msgtype":"image","image":{}}""", 40007)]
    [InlineData("""{"touser":"o1","msgtype":"video","video":{"media_id":"m"}}""", 40007)]
    [InlineData("""{"touser":"o1","msgtype":"music","music":{"thumb_media_id":"t"}}""", 47003)]
    [InlineData("""{"touser":"o1","msgtype":"news","news":{"articles":[]}}""", 44003)]
    [InlineData("""{"touser":"o1","msgtype":"news","news":{"articles":[{},{}]}}""", 45008)]
    [InlineData("""{"touser":"o1","msgtype":"msgmenu","msgmenu":{}}""", 47003)]
    public async Task An_invalid_message_gets_its_errcode_and_is_not_recorded(string body, int expected)
    {
        Assert.Equal(expected, await ErrorAsync(body));
        Assert.Empty(Simulator.SentMessages.All);
    }

    [Fact]
    public async Task A_text_may_have_2047_bytes_and_not_one_more()
    {
        Assert.Equal(0, await ErrorAsync(TextOf(new string('字', 682) + "a")));
        Assert.Equal(45002, await ErrorAsync(TextOf(new string('字', 682) + "ab")));
        Assert.Single(Simulator.SentMessages.All);
    }

    [Fact]
    public async Task What_was_sent_is_recorded_as_it_came_and_can_be_waited_for()
    {
        var waiting = Simulator.SentMessages.NextAsync(Cancellation).AsTask();
        Assert.False(waiting.IsCompleted);

        Assert.Equal(0, await ErrorAsync(Hello));
        var sent = await waiting;

        Assert.Equal((Account.AppId, "o1", "text", "你好😀", Hello), (sent.AppId, sent.ToUser, sent.MsgType, sent.Text, sent.Raw));
        Assert.Equal(sent, Assert.Single(Simulator.SentMessages.All));
    }

    [Fact]
    public async Task With_windows_enforced_a_user_who_never_wrote_cannot_be_answered()
    {
        Account.Switches.EnforcesReplyWindows = true;

        Assert.Equal(45015, await ErrorAsync(Hello));
    }

    [Fact]
    public async Task A_message_opens_a_window_of_five_messages_and_48_hours()
    {
        Account.Switches.EnforcesReplyWindows = true;
        await PushAsync(PushedMessage.Text("hi"));
        for (var count = 0; count < 5; count++)
        {
            Assert.Equal(0, await ErrorAsync(Hello));
        }

        Assert.Equal(45047, await ErrorAsync(Hello));
        await PushAsync(PushedMessage.Text("again"));
        Assert.Equal(0, await ErrorAsync(Hello));
        Clock.Advance(TimeSpan.FromHours(48));
        Assert.Equal(45015, await ErrorAsync(Hello));
    }

    [Fact]
    public async Task A_subscription_opens_a_minute_for_three_and_a_location_report_opens_nothing()
    {
        Account.Switches.EnforcesReplyWindows = true;
        await PushAsync(PushedMessage.Event("LOCATION"));
        Assert.Equal(45015, await ErrorAsync(Hello));

        await PushAsync(PushedMessage.Event("subscribe"));
        Assert.Equal(0, await ErrorAsync(Hello));
        Assert.Equal(0, await ErrorAsync(Hello));
        Assert.Equal(0, await ErrorAsync(Hello));
        Assert.Equal(45047, await ErrorAsync(Hello));
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(45015, await ErrorAsync(Hello));
    }

    [Fact]
    public async Task An_account_without_the_permission_is_told_so()
    {
        Account.Switches.LacksCustomerServiceApi = true;

        Assert.Equal(48001, await ErrorAsync(Hello));
    }

    private static string TextOf(string text) => Hello.Replace("你好😀", text, StringComparison.Ordinal);

    // Nobody listens there; that the user wrote is what counts.
    private Task<PushResult> PushAsync(PushedMessage message) =>
        Simulator.PushAsync(
            Account.AppId,
            message.From("o1"),
            new PushOptions { Url = new Uri("http://127.0.0.1:1/"), MaxDeliveries = 1 },
            Cancellation);

    private async Task<int> ErrorAsync(string body) =>
        (int)(await CallAsync(HttpMethod.Post, $"{ApiPath.CustomSend}?access_token={await StableTokenAsync()}", body))["errcode"]!;
}
