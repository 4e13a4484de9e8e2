using System.Text;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.TokenService.Services;
using WxYarpGateway.Transforms.Messages;
using WxYarpGateway.Transforms.Replies;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Tests.Messages;

namespace WxYarpGateway.Transforms.Tests.Replies;

public sealed class ReplyTransformTests : IDisposable
{
    private const string Hello = """{"msg":"hello"}""";

    private readonly CollectedLogs _logs = new();
    private readonly ILoggerFactory _loggers;
    private readonly ReplyTransform _transform;

    public ReplyTransformTests()
    {
        _loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_logs));
        _transform = new ReplyTransform(_loggers.CreateLogger<ReplyTransform>());
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
        var speaking = Pushes.Converted(Pushes.Service(options => (options.Reply.WhenFailed, options.Reply.FailureText) = (WhenFailed.Text, "come back later")));
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

    private static BackendAnswer Answer(int status, string body, string? failure = null) => new(status, Encoding.UTF8.GetBytes(body), failure);

    private ValueTask<Reply> InvokeAsync(MessageContext message, Reply reply)
        => _transform.InvokeAsync(message, Pushes.Answering(reply), TestContext.Current.CancellationToken);
}
