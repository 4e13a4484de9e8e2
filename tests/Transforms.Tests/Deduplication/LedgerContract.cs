using System.Text.Json;
using WxYarpGateway.Transforms.Deduplication;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Tests.Deduplication;

/// <summary>What every ledger promises, wherever it keeps its memory.</summary>
public abstract class LedgerContract
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);
    private static readonly TextReply Hello = new("hello");

    private protected abstract ILedger Ledger { get; }

    /// <summary>Returns once so many deliveries wait in the ledger.</summary>
    protected abstract Task UntilWaitingAsync(int deliveries);

    /// <summary>Lets time pass, as the ledger sees it.</summary>
    protected abstract Task PassAsync(TimeSpan time);

    /// <summary>A message that no other test has.</summary>
    private protected static MessageIdentity NewMessage()
        => new(new UInt128((ulong)Random.Shared.NextInt64(), (ulong)Random.Shared.NextInt64()));

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_delivery_gets_the_message_and_no_other_does()
    {
        var message = NewMessage();

        Assert.Equal(AcquireResult.First, await AcquireAsync(message));
        Assert.Equal(AcquireResult.Retry, await AcquireAsync(message));
        Assert.Equal(AcquireResult.First, await AcquireAsync(NewMessage()));
        await Ledger.SettleAsync(message, Hello, inTime: true, CancellationToken);
        Assert.Equal(AcquireResult.Retry, await AcquireAsync(message));
    }

    [Fact]
    public async Task Of_a_hundred_deliveries_at_once_one_is_the_first()
    {
        var message = NewMessage();

        var results = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(_ => Task.Run(() => AcquireAsync(message).AsTask(), CancellationToken)));

        Assert.Single(results, AcquireResult.First);
        Assert.Equal(99, results.Count(result => result == AcquireResult.Retry));
    }

    [Fact]
    public async Task Of_many_who_come_at_once_each_gets_the_answer_to_its_own_question()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 300).Select(number => Task.Run(() => AskAsync(number), CancellationToken)));

        Assert.All(results, result => Assert.Equal(result.Expected, result.Actual));

        async Task<(string Expected, string Actual)> AskAsync(int number)
        {
            var (message, seal, reply) = (NewMessage(), NewSeal(), new TextReply($"{number}"));
            var first = await AcquireAsync(message, number % 2 == 0 ? seal : null);
            var again = await AcquireAsync(message, number % 3 == 0 ? seal : null);
            var forged = number % 2 == 0 ? await AcquireAsync(NewMessage(), seal with { Body = seal.Body + 1 }) : AcquireResult.Forged;
            await Ledger.SettleAsync(message, number % 5 == 0 ? Reply.Success : reply, inTime: number % 7 != 0, CancellationToken);
            var settled = await WaitAsync(message);
            return (
                $"First Retry Forged {(number % 5 == 0 || number % 7 == 0 ? Reply.Success : reply)}",
                $"{first} {again} {forged} {settled}");
        }
    }

    [Fact]
    public async Task A_plaintext_signature_counts_for_the_body_that_it_first_came_with()
    {
        var (message, other) = (NewMessage(), NewMessage());
        var seal = NewSeal();

        Assert.Equal(AcquireResult.First, await AcquireAsync(message, seal));
        Assert.Equal(AcquireResult.Retry, await AcquireAsync(message, seal));
        Assert.Equal(AcquireResult.Forged, await AcquireAsync(other, seal with { Body = seal.Body + 1 }));
        Assert.Equal(AcquireResult.Forged, await AcquireAsync(message, seal with { Body = seal.Body + 1 }));

        // A forged push has acquired nothing.
        Assert.Equal(AcquireResult.First, await AcquireAsync(other, NewSeal()));
    }

    [Fact]
    public async Task A_message_that_is_signed_anew_is_a_retry()
    {
        var message = NewMessage();

        Assert.Equal(AcquireResult.First, await AcquireAsync(message, NewSeal()));
        Assert.Equal(AcquireResult.Retry, await AcquireAsync(message, NewSeal()));
        Assert.Equal(AcquireResult.Retry, await AcquireAsync(message));
    }

    [Fact]
    public async Task Every_waiting_delivery_gets_the_reply()
    {
        var message = await AcquiredAsync();
        var waiting = Enumerable.Range(0, 3).Select(_ => WaitAsync(message)).ToArray();
        await UntilWaitingAsync(3);

        await Ledger.SettleAsync(message, Hello, inTime: true, CancellationToken);

        Assert.All(await Task.WhenAll(waiting), reply => Assert.Equal(Hello, reply));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_delivery_that_comes_after_the_reply_gets_it_at_once(int seconds)
    {
        var message = await AcquiredAsync();
        Assert.False(await Ledger.SettleAsync(message, Hello, inTime: true, CancellationToken));

        Assert.Equal(Hello, await Ledger.WaitAsync(message, TimeSpan.FromSeconds(seconds), CancellationToken));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_delivery_without_timeout_does_not_wait(int seconds)
        => Assert.Null(await Ledger.WaitAsync(await AcquiredAsync(), TimeSpan.FromSeconds(seconds), CancellationToken));

    [Fact]
    public async Task A_delivery_waits_as_long_as_its_timeout_lasts()
    {
        var waiting = WaitAsync(await AcquiredAsync());
        await UntilWaitingAsync(1);

        await PassAsync(Timeout - TimeSpan.FromSeconds(1));
        Assert.False(waiting.IsCompleted);

        await PassAsync(TimeSpan.FromSeconds(1));
        Assert.Null(await waiting);
    }

    [Fact]
    public async Task A_reply_after_a_retry_gave_up_waits_for_the_next()
    {
        var message = await AcquiredAsync();
        var waiting = WaitAsync(message);
        await UntilWaitingAsync(1);
        await PassAsync(Timeout);
        Assert.Null(await waiting);

        Assert.False(await Ledger.SettleAsync(message, Hello, inTime: true, CancellationToken));

        Assert.Equal(Hello, await WaitAsync(message));
    }

    [Fact]
    public async Task A_late_reply_is_taken_over_by_a_waiting_retry()
    {
        var message = await AcquiredAsync();
        var waiting = WaitAsync(message);
        await UntilWaitingAsync(1);

        Assert.True(await Ledger.SettleAsync(message, Hello, inTime: false, CancellationToken));

        Assert.Equal(Hello, await waiting);
    }

    [Fact]
    public async Task A_late_reply_that_nobody_waits_for_is_not_repeated_by_a_retry()
    {
        var message = await AcquiredAsync();

        Assert.False(await Ledger.SettleAsync(message, Hello, inTime: false, CancellationToken));

        Assert.Equal(Reply.Success, await WaitAsync(message));
    }

    [Fact]
    public async Task A_retry_that_gave_up_takes_nothing_over()
    {
        var message = await AcquiredAsync();
        var waiting = WaitAsync(message);
        await UntilWaitingAsync(1);
        await PassAsync(Timeout);
        Assert.Null(await waiting);

        Assert.False(await Ledger.SettleAsync(message, Hello, inTime: false, CancellationToken));
        Assert.Equal(Reply.Success, await WaitAsync(message));
    }

    [Fact]
    public async Task A_retry_that_is_cancelled_takes_nothing_over()
    {
        var message = await AcquiredAsync();
        using var hangUp = new CancellationTokenSource();
        var waiting = Ledger.WaitAsync(message, Timeout, hangUp.Token).AsTask();
        await UntilWaitingAsync(1);

        await hangUp.CancelAsync();

        Assert.Null(await waiting);
        Assert.False(await Ledger.SettleAsync(message, Hello, inTime: false, CancellationToken));
    }

    [Fact]
    public async Task Each_message_is_settled_for_itself()
    {
        var (message, other) = (await AcquiredAsync(), await AcquiredAsync());
        var waiting = WaitAsync(message);
        await UntilWaitingAsync(1);

        Assert.False(await Ledger.SettleAsync(other, Reply.Success, inTime: false, CancellationToken));
        Assert.False(waiting.IsCompleted);
        Assert.True(await Ledger.SettleAsync(message, Hello, inTime: true, CancellationToken));
        Assert.Equal(Hello, await waiting);
    }

    [Fact]
    public async Task A_message_that_nobody_acquired_has_no_reply()
    {
        Assert.Null(await WaitAsync(NewMessage()));
        Assert.False(await Ledger.SettleAsync(NewMessage(), Hello, inTime: false, CancellationToken));
    }

    [Fact]
    public async Task A_reply_to_a_message_that_is_forgotten_is_there_for_those_who_come_again()
    {
        var message = NewMessage();

        Assert.False(await Ledger.SettleAsync(message, Hello, inTime: true, CancellationToken));

        Assert.Equal(AcquireResult.Retry, await AcquireAsync(message));
        Assert.Equal(Hello, await WaitAsync(message));
    }

    [Fact]
    public async Task A_watch_ends_with_the_reply_that_is_there()
    {
        var message = await AcquiredAsync();
        await Ledger.SettleAsync(message, Hello, inTime: true, CancellationToken);

        Assert.Equal(Hello, await Ledger.WatchAsync(message, TimeSpan.FromMinutes(1), CancellationToken));
    }

    [Fact]
    public async Task WeChats_deliveries_are_counted()
    {
        var message = await AcquiredAsync();

        Assert.Equal(2, await CountAsync(message));
        Assert.Equal(3, await CountAsync(message));
        Assert.Equal(4, await CountAsync(message));
        Assert.Equal(2, await CountAsync(await AcquiredAsync()));
    }

    [Fact]
    public async Task A_reply_is_left_to_the_next_delivery()
    {
        var message = await AcquiredAsync();

        Assert.Equal(Offer.Open, await OfferAsync(message));
        Assert.Equal(Hello, await WaitAsync(message));
        Assert.False(await Ledger.WithdrawAsync(message, CancellationToken));

        // Should that have come too late as well.
        Assert.Equal(Hello, await WaitAsync(message));
    }

    [Fact]
    public async Task A_reply_is_left_to_the_delivery_that_waits()
    {
        var message = await AcquiredAsync();
        var waiting = WaitAsync(message);
        await UntilWaitingAsync(1);

        Assert.Equal(Offer.Taken, await OfferAsync(message));

        Assert.Equal(Hello, await waiting);
        Assert.False(await Ledger.WithdrawAsync(message, CancellationToken));
    }

    [Fact]
    public async Task A_reply_that_no_delivery_took_is_taken_back_and_then_nobodys()
    {
        var message = await AcquiredAsync();
        await OfferAsync(message);

        Assert.True(await Ledger.WithdrawAsync(message, CancellationToken));

        Assert.Equal(Reply.Success, await WaitAsync(message));
        Assert.False(await Ledger.WithdrawAsync(message, CancellationToken));
    }

    [Fact]
    public async Task A_reply_comes_too_late_when_the_last_delivery_is_answered()
    {
        var message = await AcquiredAsync();
        Assert.Null(await Ledger.CloseAsync(message, CancellationToken));

        Assert.Equal(Offer.Late, await OfferAsync(message));

        Assert.Equal(Reply.Success, await WaitAsync(message));
    }

    [Fact]
    public async Task A_delivery_more_than_were_expected_takes_the_reply_while_it_waits()
    {
        var message = await AcquiredAsync();
        Assert.Null(await Ledger.CloseAsync(message, CancellationToken));
        var waiting = WaitAsync(message);
        await UntilWaitingAsync(1);

        Assert.Equal(Offer.Taken, await OfferAsync(message));

        Assert.Equal(Hello, await waiting);
    }

    [Fact]
    public async Task The_last_delivery_takes_a_reply_that_came_when_it_was_about_to_leave()
    {
        var message = await AcquiredAsync();
        await OfferAsync(message);

        Assert.Equal(Hello, await Ledger.CloseAsync(message, CancellationToken));

        Assert.False(await Ledger.WithdrawAsync(message, CancellationToken));
    }

    [Fact]
    public async Task A_taken_reply_can_be_left_to_the_next_delivery_once_more()
    {
        var message = await AcquiredAsync();
        await OfferAsync(message);
        await WaitAsync(message);

        Assert.Equal(Offer.Open, await Ledger.OfferAsync(message, new TextReply("another"), CancellationToken));

        Assert.Equal(Hello, await WaitAsync(message));
        Assert.False(await Ledger.WithdrawAsync(message, CancellationToken));
    }

    [Fact]
    public async Task A_reply_in_time_is_not_open_to_be_taken_back()
    {
        var message = await AcquiredAsync();
        await Ledger.SettleAsync(message, Hello, inTime: true, CancellationToken);

        Assert.False(await Ledger.WithdrawAsync(message, CancellationToken));
        Assert.Equal(Hello, await WaitAsync(message));
    }

    [Fact]
    public async Task A_message_that_is_given_back_is_the_next_deliverys()
    {
        var message = await AcquiredAsync();

        await Ledger.ReleaseAsync(message, CancellationToken);

        Assert.Equal(AcquireResult.TakenOver, await AcquireAsync(message));
        Assert.Equal(AcquireResult.Retry, await AcquireAsync(message));
        await Ledger.SettleAsync(message, Hello, inTime: true, CancellationToken);
        Assert.Equal(Hello, await WaitAsync(message));
    }

    [Fact]
    public async Task Of_those_who_wait_for_a_message_that_is_given_back_one_gets_it_and_the_others_its_reply()
    {
        var message = await AcquiredAsync();
        var waiting = Enumerable.Range(0, 3).Select(_ => WaitAsync(message)).ToArray();
        await UntilWaitingAsync(3);

        await Ledger.ReleaseAsync(message, CancellationToken);

        Assert.IsType<AbandonedReply>(await await Task.WhenAny(waiting));
        var results = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => AcquireAsync(message).AsTask()));
        Assert.Single(results, AcquireResult.TakenOver);
        await Ledger.SettleAsync(message, Hello, inTime: true, CancellationToken);
        Assert.All(await Task.WhenAll(waiting), reply => Assert.True(reply is AbandonedReply || reply == Hello));
        Assert.Equal(Hello, await WaitAsync(message));
    }

    [Fact]
    public async Task A_message_that_is_given_back_is_known_as_such_by_those_who_come_to_wait()
    {
        var message = await AcquiredAsync();
        await Ledger.ReleaseAsync(message, CancellationToken);

        Assert.IsType<AbandonedReply>(await WaitAsync(message));
    }

    [Fact]
    public async Task What_has_a_reply_or_is_unknown_is_not_given_back()
    {
        var message = await AcquiredAsync();
        await Ledger.SettleAsync(message, Hello, inTime: true, CancellationToken);

        await Ledger.ReleaseAsync(message, CancellationToken);
        await Ledger.ReleaseAsync(NewMessage(), CancellationToken);

        Assert.Equal(AcquireResult.Retry, await AcquireAsync(message));
        Assert.Equal(Hello, await WaitAsync(message));
    }

    [Theory]
    [MemberData(nameof(Replies))]
    public async Task Every_kind_of_reply_comes_back_as_it_was(Reply reply)
    {
        var message = await AcquiredAsync();
        await Ledger.SettleAsync(message, reply, inTime: true, CancellationToken);

        var recorded = await WaitAsync(message);

        Assert.IsType(reply.GetType(), recorded);
        if (reply is RawReply)
        {
            Assert.Equal(reply, recorded);
            return;
        }

        Assert.Equivalent(reply, recorded, strict: true);
    }

    public static TheoryData<Reply> Replies() =>
    [
        Reply.Success,
        new TextReply("你好 \U0001F600 <&>]]> \"\\\n\0"),
        new ImageReply("media"),
        new VoiceReply("media"),
        new VideoReply("media", "title", ""),
        new MusicReply("title", "description", "https://a/", "https://b/", "thumb"),
        new NewsReply([new Article("title", "description", "https://a/", "https://b/"), new Article("", "", "", "")]),
        new TransferCustomerServiceReply(null),
        new TransferCustomerServiceReply("kf@account"),
        new RawReply(JsonDocument.Parse("""{"ErrCode":0,"ErrMsg":"你好 <&>]]> \"\\","in":{"a":[1,1.50,null,true]}}""").RootElement),
    ];

    private protected static PlaintextSeal NewSeal() => new(NewMessage().Digest, NewMessage().Digest);

    private protected ValueTask<AcquireResult> AcquireAsync(MessageIdentity message, PlaintextSeal? seal = null)
        => Ledger.AcquireAsync(message, seal, CancellationToken);

    private ValueTask<int> CountAsync(MessageIdentity message) => Ledger.CountAsync(message, CancellationToken);

    private ValueTask<Offer> OfferAsync(MessageIdentity message) => Ledger.OfferAsync(message, Hello, CancellationToken);

    private async Task<MessageIdentity> AcquiredAsync()
    {
        var message = NewMessage();
        Assert.Equal(AcquireResult.First, await AcquireAsync(message));
        return message;
    }

    private Task<Reply?> WaitAsync(MessageIdentity message) => Ledger.WaitAsync(message, Timeout, CancellationToken).AsTask();
}
