using Microsoft.Extensions.Logging;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.Transforms.Exchange;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Tests.Pipeline;

namespace WxYarpGateway.Transforms.Tests.Exchange;

public sealed class EchoBackendTests : IDisposable
{
    private readonly CollectedLogs _logs = new();
    private readonly ILoggerFactory _loggers;
    private readonly EchoBackend _echo;

    public EchoBackendTests()
    {
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(_logs));
        _echo = new EchoBackend(_loggers.CreateLogger<EchoBackend>());
    }

    public void Dispose() => _loggers.Dispose();

    public static TheoryData<string, string, string, Reply> Echoes() => new()
    {
        { "text", "", """{"Content":"你好 😀"}""", new TextReply("你好 😀") },
        { "text", "", """{"Content":""}""", new TextReply("text message received") },
        { "text", "", "{}", new TextReply("text message received") },
        { "text", "", """{"Content":{"a":1}}""", new TextReply("text message received") },
        { "text", "", """{"Content":["a","b"]}""", new TextReply("text message received") },
        { "image", "", """{"MediaId":"m1"}""", new ImageReply("m1") },
        { "image", "", "{}", new TextReply("image message received") },
        { "voice", "", """{"MediaId":"m2"}""", new VoiceReply("m2") },
        { "video", "", """{"MediaId":"m3"}""", new TextReply("video message received") },
        { "never_heard_of", "", "{}", new TextReply("never_heard_of message received") },
        { "event", "subscribe", "{}", new TextReply("welcome") },
        { "event", "CLICK", "{}", new TextReply("event CLICK received") },
        { "text", "subscribe", """{"Content":"hi"}""", new TextReply("hi") },
        { "event", "xpay_goods_deliver_notify", "{}", RetryReply.Instance },
        { "", "", "{}", Reply.Success },
    };

    [Theory]
    [MemberData(nameof(Echoes))]
    public void A_message_is_answered_with_what_it_was(string type, string @event, string body, Reply reply)
    {
        var message = Pushes.Message(body);
        message.Head = new MessageHead { MsgType = type, Event = @event };

        Assert.Equal(reply, _echo.Answer(message));
    }

    [Fact]
    public void The_opened_message_is_logged_for_the_first_hook_up()
    {
        _echo.Answer(Pushes.Converted(content: "first"));

        Assert.StartsWith("Information Echoing", Assert.Single(_logs.Lines), StringComparison.Ordinal);
        Assert.Contains("\"Content\":\"first\"", _logs.Text, StringComparison.Ordinal);
    }
}
