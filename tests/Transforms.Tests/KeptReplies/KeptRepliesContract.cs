using WxYarpGateway.Transforms.KeptReplies;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Tests.KeptReplies;

/// <summary>What every place that keeps replies promises.</summary>
public abstract class KeptRepliesContract
{
    private static readonly TextReply Hello = new("hello");

    private protected abstract IKeptReplies Kept { get; }

    private protected static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    private protected static UInt128 NewMessage() => new((ulong)Random.Shared.NextInt64(), (ulong)Random.Shared.NextInt64());

    private protected static Conversation NewConversation() => new($"shop-{Guid.NewGuid():N}", NewMessage());

    [Fact]
    public async Task A_reply_answers_the_next_message_and_no_other()
    {
        var conversation = NewConversation();
        Assert.Equal(KeepingResult.Kept, await KeepAsync(conversation, Hello));

        Assert.Equal(Hello, (await TakeAsync(conversation)).Reply);
        Assert.Equal(default, await TakeAsync(conversation));
    }

    [Fact]
    public async Task Replies_are_taken_in_the_order_in_which_they_were_kept()
    {
        var conversation = NewConversation();
        foreach (var text in (string[])["a", "b", "c"])
        {
            await KeepAsync(conversation, new TextReply(text));
        }

        Assert.Equal([new TextReply("a"), new TextReply("b"), new TextReply("c"), null], await TakeAsync(conversation, times: 4));
    }

    [Fact]
    public async Task A_message_that_is_delivered_again_gets_the_same_reply()
    {
        var (conversation, message) = (NewConversation(), NewMessage());
        await KeepAsync(conversation, Hello);
        await KeepAsync(conversation, new TextReply("second"));

        Assert.Equal(Hello, (await Kept.TakeAsync(conversation, message, CancellationToken)).Reply);
        Assert.Equal(Hello, (await Kept.TakeAsync(conversation, message, CancellationToken)).Reply);
        Assert.Equal(new TextReply("second"), (await TakeAsync(conversation)).Reply);
    }

    [Fact]
    public async Task Each_user_of_each_service_has_replies_of_their_own()
    {
        var conversation = NewConversation();
        await KeepAsync(conversation, Hello);

        Assert.Equal(default, await TakeAsync(conversation with { User = conversation.User + 1 }));
        Assert.Equal(default, await TakeAsync(NewConversation() with { User = conversation.User }));
        Assert.Equal(Hello, (await TakeAsync(conversation)).Reply);
    }

    [Fact]
    public async Task The_reply_to_a_message_is_kept_once()
    {
        var (conversation, message) = (NewConversation(), NewMessage());
        await Kept.KeepAsync(conversation, message, Hello, CancellationToken);
        Assert.Equal(KeepingResult.Kept, await Kept.KeepAsync(conversation, message, new TextReply("again"), CancellationToken));

        Assert.Equal([Hello, null], await TakeAsync(conversation, times: 2));
    }

    [Fact]
    public async Task A_further_delivery_of_the_message_itself_takes_its_own_reply()
    {
        var (conversation, message) = (NewConversation(), NewMessage());
        await KeepAsync(conversation, new TextReply("another's"));
        await Kept.KeepAsync(conversation, message, Hello, CancellationToken);

        Assert.Null(await Kept.TakeOwnAsync(conversation, NewMessage(), CancellationToken));
        Assert.Equal(Hello, await Kept.TakeOwnAsync(conversation, message, CancellationToken));
        Assert.Null(await Kept.TakeOwnAsync(conversation, message, CancellationToken));
        Assert.Equal([new TextReply("another's"), null], await TakeAsync(conversation, times: 2));
    }

    [Fact]
    public async Task Of_one_users_replies_the_oldest_go()
    {
        var conversation = NewConversation();
        for (var number = 0; number <= KeptReplyLimits.PerUser; number++)
        {
            var isOneTooMany = number == KeptReplyLimits.PerUser;
            Assert.Equal(
                isOneTooMany ? KeepingResult.KeptForAnother : KeepingResult.Kept,
                await KeepAsync(conversation, new TextReply($"{number}")));
        }

        var expected = Enumerable.Range(1, KeptReplyLimits.PerUser).Select(number => (Reply?)new TextReply($"{number}"));
        Assert.Equal([.. expected, null], await TakeAsync(conversation, KeptReplyLimits.PerUser + 1));
    }

    [Fact]
    public async Task An_answer_is_awaited_until_it_is_kept_or_will_not_come()
    {
        var (conversation, message, other) = (NewConversation(), NewMessage(), NewMessage());
        await Kept.AwaitAsync(conversation, message, CancellationToken);
        await Kept.AwaitAsync(conversation, other, CancellationToken);
        Assert.Equal(new TakenReply(null, IsAwaited: true), await TakeAsync(conversation));

        await Kept.KeepAsync(conversation, message, Hello, CancellationToken);
        Assert.Equal(Hello, (await TakeAsync(conversation)).Reply);
        Assert.Equal(new TakenReply(null, IsAwaited: true), await TakeAsync(conversation));

        await Kept.ForgetAsync(conversation, other, CancellationToken);
        Assert.Equal(default, await TakeAsync(conversation));
    }

    [Fact]
    public async Task An_answer_that_is_kept_already_is_not_awaited()
    {
        var (conversation, message) = (NewConversation(), NewMessage());
        await Kept.KeepAsync(conversation, message, Hello, CancellationToken);
        await Kept.AwaitAsync(conversation, message, CancellationToken);

        Assert.Equal(Hello, (await TakeAsync(conversation)).Reply);
        Assert.Equal(default, await TakeAsync(conversation));
    }

    [Fact]
    public async Task A_service_may_have_replies_once_one_is_kept()
    {
        var conversation = NewConversation();
        Assert.False(Kept.MayHave(conversation.Service));

        await KeepAsync(conversation, Hello);

        Assert.True(Kept.MayHave(conversation.Service));
    }

    [Fact]
    public async Task Of_ten_messages_at_once_one_takes_the_reply()
    {
        var conversation = NewConversation();
        await KeepAsync(conversation, Hello);

        var taken = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => TakeAsync(conversation).AsTask()));

        Assert.Single(taken, reply => reply.Reply is not null);
    }

    private protected ValueTask<KeepingResult> KeepAsync(Conversation conversation, Reply reply)
        => Kept.KeepAsync(conversation, NewMessage(), reply, CancellationToken);

    private protected ValueTask<TakenReply> TakeAsync(Conversation conversation)
        => Kept.TakeAsync(conversation, NewMessage(), CancellationToken);

    private async Task<List<Reply?>> TakeAsync(Conversation conversation, int times)
    {
        var replies = new List<Reply?>();
        for (var time = 0; time < times; time++)
        {
            replies.Add((await TakeAsync(conversation)).Reply);
        }

        return replies;
    }
}
