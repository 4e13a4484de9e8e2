using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.CustomerService;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Simulator.Tests.CustomerService;

public sealed class TypingEndpointsTests : SimulatorFixture
{
    private const string Typing = """{"touser":"o1","command":"Typing"}""";
    private const string Cancel = """{"touser":"o1","command":"CancelTyping"}""";

    [Fact]
    public async Task Typing_the_message_and_the_end_of_typing_are_recorded_in_order()
    {
        await PushAsync(PushedMessage.Text("hi"));
        Assert.Equal(0, await TypeAsync(Typing));
        Assert.Equal(0, await SendAsync());
        Assert.Equal(0, await TypeAsync(Cancel));

        var steps = Simulator.Chats.Of(Account.AppId, "o1");
        Assert.Equal(
            [ChatStepKind.Push, ChatStepKind.Error, ChatStepKind.Typing, ChatStepKind.Message, ChatStepKind.CancelTyping],
            steps.Select(step => step.Kind));
        Assert.Equal(("hi", null, "late"), (steps[0].Text, steps[2].Text, steps[3].Text));
        Assert.Equal(steps, Simulator.Chats.All);
    }

    [Theory]
    [InlineData("""{"touser":"o1","command":"typing"}""", 45072)]
    [InlineData("""{"touser":"o1","command":""}""", 45072)]
    [InlineData("""{"touser":"o1"}""", 45072)]
    [InlineData("""{"command":"Typing"}""", 40003)]
    [InlineData("", 44002)]
    [InlineData("Typing", 47001)]
    public async Task An_invalid_command_gets_its_errcode_and_is_not_recorded(string body, int expected)
    {
        Assert.Equal(expected, await TypeAsync(body));
        Assert.Empty(Simulator.Chats.All);
    }

    [Fact]
    public async Task Typing_cannot_be_begun_twice_until_15_seconds_a_message_or_its_end()
    {
        Assert.Equal(0, await TypeAsync(Typing));
        Assert.Equal(45081, await TypeAsync(Typing));
        Clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(0, await TypeAsync(Typing));
        Assert.Equal(0, await TypeAsync(Cancel));
        Assert.Equal(0, await TypeAsync(Typing));
        Assert.Equal(0, await SendAsync());
        Assert.Equal(0, await TypeAsync(Typing));
    }

    [Fact]
    public async Task With_windows_enforced_typing_needs_one_and_an_exchange_within_30_seconds()
    {
        Account.Switches.EnforcesReplyWindows = true;
        Assert.Equal(45015, await TypeAsync(Typing));

        await PushAsync(PushedMessage.Text("hi"));
        Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(45080, await TypeAsync(Typing));
        Assert.Equal(0, await SendAsync());
        Assert.Equal(0, await TypeAsync(Typing));
        Clock.Advance(TimeSpan.FromHours(48));
        Assert.Equal(45015, await TypeAsync(Cancel));
    }

    [Fact]
    public async Task A_location_report_is_no_exchange()
    {
        Account.Switches.EnforcesReplyWindows = true;
        await PushAsync(PushedMessage.Text("hi"));
        Clock.Advance(TimeSpan.FromSeconds(31));
        await PushAsync(PushedMessage.Event("LOCATION"));

        Assert.Equal(45080, await TypeAsync(Typing));
    }

    [Fact]
    public async Task An_account_without_the_permission_is_told_so()
    {
        Account.Switches.LacksCustomerServiceApi = true;

        Assert.Equal(48001, await TypeAsync(Typing));
    }

    // Nobody listens there; that the user wrote is what counts.
    private Task<PushResult> PushAsync(PushedMessage message) =>
        Simulator.PushAsync(
            Account.AppId,
            message.From("o1"),
            new PushOptions { Url = new Uri("http://127.0.0.1:1/"), MaxDeliveries = 1 },
            Cancellation);

    private Task<int> TypeAsync(string body) => ErrorAsync(ApiPath.CustomTyping, body);

    private Task<int> SendAsync() => ErrorAsync(ApiPath.CustomSend, """{"touser":"o1","msgtype":"text","text":{"content":"late"}}""");

    private async Task<int> ErrorAsync(string path, string body) =>
        (int)(await CallAsync(HttpMethod.Post, $"{path}?access_token={await StableTokenAsync()}", body))["errcode"]!;
}
