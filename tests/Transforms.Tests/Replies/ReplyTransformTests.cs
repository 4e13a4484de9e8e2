using System.Text;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using WxYarpGateway.Transforms.Replies;
using WxYarpGateway.Transforms.Services.Options;
using WxYarpGateway.Transforms.Tests.Pipeline;

namespace WxYarpGateway.Transforms.Tests.Replies;

public sealed class ReplyTransformTests : IDisposable
{
    private const string Hello = """{"msg":"hello"}""";

    private readonly FakeTimeProvider _clock = new();
    private readonly CollectedLogs _logs = new();
    private readonly ILoggerFactory _loggers;
    private readonly ReplyTransform _transform;

    public ReplyTransformTests()
    {
        _loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_logs));
        _transform = new ReplyTransform(_clock, _loggers.CreateLogger<ReplyTransform>());
    }

    public void Dispose() => _loggers.Dispose();

    [Fact]
    public async Task A_backends_200_is_its_reply()
    {
        var message = Pushes.Converted();

        Assert.Equal(new TextReply("hello"), await InvokeAsync(message, Answer(200, Hello)));
        Assert.Null(message.Outcome);
        Assert.Empty(_logs.Lines);
    }

    [Theory]
    [InlineData(200, "")]
    [InlineData(200, "{}")]
    [InlineData(204, "")]
    [InlineData(204, Hello)]
    public async Task A_backend_that_says_nothing_has_not_failed(int status, string body)
    {
        var message = Pushes.Converted();

        Assert.Same(Reply.Success, await InvokeAsync(message, Answer(status, body)));
        Assert.Null(message.Outcome);
    }

    [Theory]
    [InlineData(200, "oops", null)]
    [InlineData(201, Hello, null)]
    [InlineData(206, Hello, null)]
    [InlineData(301, "", null)]
    [InlineData(304, "", null)]
    [InlineData(404, Hello, null)]
    [InlineData(500, Hello, null)]
    [InlineData(503, "", null)]
    [InlineData(0, "", "it could not be reached")]
    [InlineData(200, Hello, "its answer is larger than 64 KiB")]
    [InlineData(204, "", "the call broke off")]
    public async Task A_failure_is_what_the_service_says_of_failures(int status, string body, string? failure)
    {
        var silent = Pushes.Converted(Pushes.Service(options => options.Reply.FailureText = "not said"));
        var speaking = Pushes.Converted(
            Pushes.Service(options => (options.Reply.WhenFailed, options.Reply.FailureText) = (WhenFailed.Text, "come back later")));
        var speechless = Pushes.Converted(Pushes.Service(options => options.Reply.WhenFailed = WhenFailed.Text));

        Assert.Same(Reply.Success, await InvokeAsync(silent, Answer(status, body, failure)));
        Assert.Equal(new TextReply("come back later"), await InvokeAsync(speaking, Answer(status, body, failure)));
        Assert.Same(Reply.Success, await InvokeAsync(speechless, Answer(status, body, failure)));

        Assert.All([silent, speaking, speechless], message => Assert.Equal(PushOutcome.Failed, message.Outcome));
        Assert.Equal(3, _logs.Lines.Count);
        Assert.All(_logs.Lines, line => Assert.StartsWith("Warning BackendFailed", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ServiceKind.ChannelsShop, """{"msg":"success"}""", true)]
    [InlineData(ServiceKind.ChannelsShop, """{"type":"text","msg":"success"}""", true)]
    [InlineData(ServiceKind.ChannelsShop, """{"msg":"success!"}""", false)]
    [InlineData(ServiceKind.OfficialAccount, """{"msg":"success"}""", false)]
    [InlineData(ServiceKind.MiniProgram, """{"msg":"success"}""", false)]
    public async Task The_word_success_is_for_WeChat_where_there_is_no_user_to_read_it(ServiceKind kind, string body, bool isSuccess)
    {
        var message = Pushes.Converted(Pushes.Service(options => options.Kind = kind));

        var reply = await InvokeAsync(message, Answer(200, body));

        Assert.Equal(isSuccess, reply == Reply.Success);
        Assert.Null(message.Outcome);
    }

    [Theory]
    [InlineData(500, "", null)]
    [InlineData(200, "oops", null)]
    [InlineData(200, """{"type":"textt"}""", null)]
    [InlineData(200, """{"ErrCode":0,"ErrCode":1}""", null)]
    [InlineData(404, """{"ErrCode":0}""", null)]
    [InlineData(0, "", "it could not be reached")]
    public async Task Where_WeChat_wants_an_answer_a_failure_has_it_come_again(int status, string body, string? failure)
    {
        var message = Event(
            "xpay_goods_deliver_notify", options => (options.Reply.WhenFailed, options.Reply.FailureText) = (WhenFailed.Text, "later"));

        Assert.IsType<RetryReply>(await InvokeAsync(message, Answer(status, body, failure)));

        Assert.Equal(PushOutcome.Failed, message.Outcome);
        Assert.Contains(_logs.Lines, line => line.StartsWith("Warning AskedAgain", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_not_understood_is_told_once_a_minute_for_each_service()
    {
        var (shop, other) = (Pushes.Converted(), Pushes.Converted(Pushes.Service(name: "other")));
        foreach (var message in new[] { shop, shop, other, shop })
        {
            Assert.Same(Reply.Success, await InvokeAsync(message, Answer(200, """{"type":"text","contnt":"the-answer"}""")));
            await InvokeAsync(message, Answer(200, """{"msg":"hi","colour":"the-answer"}"""));
        }

        Assert.Equal(2, _logs.Lines.Count(line => line.StartsWith("Warning NotUnderstood", StringComparison.Ordinal)));
        Assert.Equal(2, _logs.Lines.Count(line => line.StartsWith("Information PartlyUnderstood", StringComparison.Ordinal)));
        Assert.Contains("'contnt'", _logs.Text, StringComparison.Ordinal);
        Assert.Contains("'colour'", _logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("the-answer", _logs.Text, StringComparison.Ordinal);

        _clock.Advance(TimeSpan.FromMinutes(1));
        await InvokeAsync(shop, Answer(200, """{"type":"text","contnt":"c"}"""));
        Assert.Equal(3, _logs.Lines.Count(line => line.StartsWith("Warning NotUnderstood", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_type_that_is_none_is_named()
    {
        await InvokeAsync(Pushes.Converted(), Answer(200, """{"type":"textt","msg":"the-answer"}"""));

        Assert.Contains(
            _logs.Lines,
            line => line.StartsWith("Warning NotUnderstood", StringComparison.Ordinal)
                && line.Contains("type 'textt'", StringComparison.Ordinal));
        Assert.Contains(_logs.Lines, line => line.StartsWith("Warning BackendFailed", StringComparison.Ordinal));
        Assert.DoesNotContain("the-answer", _logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_backend_wrote_is_not_logged()
    {
        await InvokeAsync(Pushes.Converted(content: "the-question"), Answer(200, "the-answer, not JSON"));

        Assert.NotEmpty(_logs.Lines);
        Assert.DoesNotContain("the-answer", _logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("the-question", _logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("oUser", _logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reply_that_was_not_read_from_a_body_passes_as_it_is()
    {
        var reply = new TextReply("of a host's transform");

        Assert.Same(reply, await InvokeAsync(Pushes.Converted(), reply));
    }

    private static MessageContext Event(string name, Action<ServiceOptions>? configure = null)
    {
        var message = Pushes.Converted(Pushes.Service(configure));
        message.Head = message.Head with { MsgType = "event", Event = name };
        return message;
    }

    private static BackendAnswer Answer(int status, string body, string? failure = null)
        => new(status, Encoding.UTF8.GetBytes(body), failure);

    private ValueTask<Reply> InvokeAsync(MessageContext message, Reply reply)
        => _transform.InvokeAsync(message, Pushes.Answering(reply), TestContext.Current.CancellationToken);
}
