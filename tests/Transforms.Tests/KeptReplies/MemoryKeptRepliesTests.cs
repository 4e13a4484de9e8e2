using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.KeptReplies;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Tests.KeptReplies;

public sealed class MemoryKeptRepliesTests : KeptRepliesContract
{
    private readonly FakeTimeProvider _clock = new();
    private readonly MemoryKeptReplies _kept;

    public MemoryKeptRepliesTests()
    {
        _kept = new MemoryKeptReplies(_clock);
    }

    private protected override IKeptReplies Kept => _kept;

    [Fact]
    public async Task A_reply_is_kept_for_a_day()
    {
        var (conversation, other) = (NewConversation(), NewConversation());
        await KeepAsync(conversation, new TextReply("hello"));
        await KeepAsync(other, new TextReply("hello"));

        _clock.Advance(KeptReplyLimits.Lifetime - TimeSpan.FromSeconds(1));
        Assert.NotNull((await TakeAsync(other)).Reply);

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null((await TakeAsync(conversation)).Reply);
        Assert.True(_kept.IsEmpty);
    }

    [Fact]
    public async Task Nobody_waits_for_an_answer_for_ever()
    {
        var conversation = NewConversation();
        await Kept.AwaitAsync(conversation, NewMessage(), CancellationToken);

        _clock.Advance(KeptReplyLimits.Awaited);

        Assert.False((await TakeAsync(conversation)).IsAwaited);
    }

    [Fact]
    public async Task A_service_is_not_given_more_room_than_there_is()
    {
        var conversation = NewConversation();
        for (var number = 0; number < KeptReplyLimits.PerService; number++)
        {
            await KeepAsync(conversation with { User = (UInt128)number }, new TextReply("hello"));
        }

        Assert.Equal(KeepingResult.Full, await KeepAsync(conversation with { User = UInt128.MaxValue }, new TextReply("hello")));
        Assert.Equal(KeepingResult.Kept, await KeepAsync(NewConversation(), new TextReply("hello")));

        await TakeAsync(conversation with { User = 0 });
        Assert.Equal(KeepingResult.Kept, await KeepAsync(conversation with { User = UInt128.MaxValue }, new TextReply("hello")));
    }
}
