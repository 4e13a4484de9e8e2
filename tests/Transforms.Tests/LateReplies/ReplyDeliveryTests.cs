using System.Text.Json;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.LateReplies;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Replies;
using WxYarpGateway.Transforms.Services.Options;
using WxYarpGateway.Transforms.Tests.Pipeline;

namespace WxYarpGateway.Transforms.Tests.LateReplies;

public sealed class ReplyDeliveryTests : IAsyncDisposable
{
    private const string SendPath = "/cgi-bin/message/custom/send";

    private readonly TestHost _host = new();
    private readonly LateReplySender _lateReplies;
    private readonly ReplyDelivery _delivery;

    public ReplyDeliveryTests()
    {
        _delivery = _host.Delivery();
        _lateReplies = _host.LateReplySender();
    }

    public async ValueTask DisposeAsync()
    {
        _lateReplies.Dispose();
        await _host.DisposeAsync();
    }

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    private IReadOnlyList<string> Sent
        => [.. _host.WeChat.Calls.Where(call => call.Path == SendPath).Select(call => TextOf(call.Body))];

    [Fact]
    public async Task A_long_text_is_sent_in_parts_in_their_order()
    {
        var paragraphs = Enumerable.Range(1, 4).Select(number => number + new string('好', 600)).ToArray();

        var result = await _delivery.SendAsync(Message(), new TextReply(string.Join("\n\n", paragraphs)), CancellationToken);

        Assert.Equal(DeliveryResult.Delivered, result);
        Assert.Equal(paragraphs, Sent);
        Assert.Empty(_host.Metrics.All);
    }

    [Fact]
    public async Task What_is_beyond_the_most_parts_is_cut_and_counted()
    {
        await _delivery.SendAsync(Message(options => options.Reply.MostParts = 2), new TextReply(new string('好', 3000)), CancellationToken);

        Assert.Equal(2, Sent.Count);
        Assert.EndsWith("…", Sent[1], StringComparison.Ordinal);
        Assert.Equal(["wxgateway.replies.cut service=shop"], _host.Metrics.All);
    }

    [Fact]
    public async Task Where_a_part_is_refused_it_and_those_behind_it_are_lost()
    {
        const string Ok = """{"errcode":0,"errmsg":"ok"}""";
        _host.WeChat.WhenInTurn(SendPath, Ok, Ok, """{"errcode":45047,"errmsg":"out of response count limit"}""");

        Assert.Equal(DeliveryResult.Lost, await _delivery.SendRestAsync(Message(), Form("1", "2", "3", "4"), CancellationToken));

        Assert.Equal(["1", "2", "3"], Sent);
        Assert.Contains(_host.Logs.Lines, line => line.StartsWith("Error NotDelivered", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_the_account_turns_out_to_lack_the_API_what_is_left_waits_for_the_next_message(bool isWhole)
    {
        const string Ok = """{"errcode":0,"errmsg":"ok"}""";
        _host.WeChat.WhenInTurn(SendPath, Ok, """{"errcode":48001,"errmsg":"api unauthorized"}""");
        var message = Message();

        var result = isWhole
            ? await _delivery.SendAsync(message, new TextReply($"1{new string('好', 600)}\n\n2{new string('好', 600)}"), CancellationToken)
            : await _delivery.SendRestAsync(message, Form("1", "2", "3"), CancellationToken);

        Assert.Equal(DeliveryResult.Kept, result);
        Assert.Equal(2, Sent.Count);
        var next = Message();
        next.Key = 7;
        var kept = Assert.IsType<TextReply>((await _host.Keeper.TakeAsync(next)).Reply);
        Assert.Equal(isWhole ? $"2{new string('好', 600)}" : "2\n3", kept.Content);
    }

    [Fact]
    public async Task Where_the_next_message_fetches_the_rest_it_is_there_at_once()
    {
        var message = Message(options => options.Reply.WhenLate = WhenLate.Retries);
        _lateReplies.SendAfter(
            message,
            PassiveForm.Of(new TextReply(new string('好', 1000)), message, _host.Keeper.RestOf(message)),
            new TaskCompletionSource().Task);

        await Eventually.HoldsAsync(() => _lateReplies.Pending.Count == 0, "the rest is kept", CancellationToken);

        var next = Message();
        next.Key = 7;
        Assert.NotNull((await _host.Keeper.TakeAsync(next)).Reply);
        Assert.Empty(Sent);
        Assert.Contains("wxgateway.replies.rest service=shop result=kept", _host.Metrics.All);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u0001")]
    public async Task What_says_nothing_is_not_sent(string text)
    {
        Assert.Equal(DeliveryResult.Nothing, await _delivery.SendAsync(Message(), new TextReply(text), CancellationToken));
        Assert.Empty(_host.WeChat.Calls);
    }

    [Fact]
    public async Task The_rest_of_a_reply_waits_until_its_first_part_has_left()
    {
        var left = new TaskCompletionSource();
        _lateReplies.SendAfter(Message(options => options.Reply.WhenLate = WhenLate.Nothing), Form("2", "3"), left.Task);
        Assert.Equal(1, _lateReplies.Pending.Count);
        Assert.Empty(_host.WeChat.Calls);

        left.SetResult();
        await Eventually.HoldsAsync(() => _lateReplies.Pending.Count == 0, "the rest is sent", CancellationToken);

        Assert.Equal(["2", "3"], Sent);
        Assert.Equal(["wxgateway.replies.rest service=shop result=delivered"], _host.Metrics.All);
    }

    [Fact]
    public async Task It_does_not_wait_for_ever_for_a_first_part_that_never_leaves()
    {
        _lateReplies.SendAfter(Message(), Form("2"), new TaskCompletionSource().Task);
        _host.Clock.Advance(TimeSpan.FromSeconds(5));

        await Eventually.HoldsAsync(() => Sent.Count == 1, "the rest is sent", CancellationToken);
    }

    [Fact]
    public async Task Stopping_waits_until_the_rest_is_sent()
    {
        var left = new TaskCompletionSource();
        _lateReplies.SendAfter(Message(), Form("2"), left.Task);
        var stopping = _lateReplies.StopAsync(CancellationToken);
        Assert.False(stopping.IsCompleted);

        left.SetResult();
        await stopping;

        Assert.Equal(["2"], Sent);
    }

    private static string TextOf(string body)
        => JsonDocument.Parse(body).RootElement.GetProperty("text").GetProperty("content").GetString()!;

    private static PassiveForm Form(params string[] later) => new(Reply.Success, [.. later.Select(text => new TextReply(text))]);

    private static MessageContext Message(Action<ServiceOptions>? configure = null) => Pushes.Converted(TestHost.Service(configure));
}
