using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.KeptReplies;
using WxYarpGateway.Transforms.LateReplies;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Services.Options;
using WxYarpGateway.Transforms.Tests.KeptReplies;
using WxYarpGateway.Transforms.Tests.Pipeline;
using WxYarpGateway.Transforms.Tests.Redelivery;

namespace WxYarpGateway.Transforms.Tests.LateReplies;

/// <summary>A user's next message over a store that takes its time, as Redis does.</summary>
public sealed class NextMessageTransformTests : IAsyncDisposable
{
    private static readonly TextReply Hello = new("hello");

    private readonly TestHost _host = new();
    private readonly KeeperStage _messages = new();
    private readonly SlowKeptReplies _store;
    private readonly ReplyKeeper _keeper;
    private readonly LateReplySender _lateReplies;
    private readonly WeChatService _service = TestHost.Service(options => options.Reply.WhenLate = WhenLate.Retries);
    private readonly List<string> _calls = [];

    public NextMessageTransformTests()
    {
        _store = new SlowKeptReplies(_host.Kept);
        _keeper = new ReplyKeeper(
            _store,
            new MemoryKeptReplies(_host.Clock),
            _host.Ways,
            new KeptReplyMetrics(_host.Meters),
            _host.Deadlines,
            _host.Clock,
            _host.Logger<ReplyKeeper>());
        _lateReplies = new LateReplySender(
            new ReplyDelivery(_host.Api, _host.Ways, _keeper, _host.PushMetrics, _host.Logger<ReplyDelivery>()),
            _host.Ways,
            _keeper,
            new TypingIndicator(_host.Api, _host.Clock, _host.Logger<TypingIndicator>()),
            _host.PushMetrics,
            _host.Clock,
            _host.Logger<LateReplySender>());
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _lateReplies.Dispose();
        _keeper.Dispose();
        _messages.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Who_asks_at_once_for_an_answer_that_was_at_once_and_is_not_kept_yet_gets_it()
    {
        var question = Message("8", "and this?");
        await _store.KeepAsync(Conversation.Of(question), 7, Hello, Cancelled);
        _store.IsStuck = true;
        Assert.Equal(Hello, await InvokeAsync(question));

        var asking = InvokeAsync(Message("9", "1"));
        Assert.Equal(["8"], _calls);
        _store.IsStuck = false;
        await Eventually.HoldsAsync(
            () =>
            {
                _host.Clock.Advance(TimeSpan.FromMilliseconds(50));
                return asking.IsCompleted;
            },
            "it is answered",
            Cancelled);

        Assert.Equal(new TextReply("answer to 8"), await asking);
        Assert.Equal(["8"], _calls);
    }

    private Task<Reply> InvokeAsync(MessageContext message)
        => new NextMessageTransform(_keeper, _lateReplies, _messages.Keeper, _host.Clock).InvokeAsync(
            message,
            (context, _) =>
            {
                _calls.Add(context.Id);
                return new(new TextReply($"answer to {context.Id}"));
            },
            Cancelled).AsTask();

    private MessageContext Message(string id, string content) => new(
        _service,
        PushQuery.Read(new QueryString("?encrypt_type=aes")),
        JsonSerializer.SerializeToUtf8Bytes(new { MsgType = "text", Content = content }),
        _host.Clock.GetTimestamp())
    {
        Id = id,
        Key = UInt128.Parse(id, null),
        Head = new MessageHead
        {
            MsgType = "text",
            MsgId = id,
            FromUserName = "oUser",
            ToUserName = "gh_1",
            CreateTime = "1700000000",
        },
    };
}
