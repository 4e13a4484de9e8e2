using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Deduplication;
using WxYarpGateway.Transforms.Deduplication.Seen;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Transforms.Tests.Deduplication.Seen;

public sealed class MemoryLedgerTests : LedgerContract
{
    private readonly FakeTimeProvider _clock = new();
    private readonly MemoryLedger _ledger;

    public MemoryLedgerTests()
    {
        _ledger = new MemoryLedger(_clock);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private protected override ILedger Ledger => _ledger;

    [Fact]
    public async Task A_message_is_remembered_as_long_as_its_recording_could_be_sent_again_and_then_forgotten()
    {
        var message = NewMessage();
        await AcquireAsync(message);

        // Signed with a clock that is MaxClockSkew ahead of ours, it is accepted for twice as long.
        _clock.Advance(new ServiceOptions().MaxClockSkew * 2);
        Assert.Equal(AcquireResult.Retry, await AcquireAsync(message));

        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(AcquireResult.First, await AcquireAsync(message));
    }

    [Fact]
    public async Task A_signature_is_remembered_as_long_as_it_is_fresh()
    {
        var seal = NewSeal();
        await AcquireAsync(NewMessage(), seal);

        _clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(AcquireResult.Forged, await AcquireAsync(NewMessage(), seal with { Body = seal.Body + 1 }));
    }

    [Fact]
    public async Task A_message_with_a_short_reply_takes_120_bytes_with_all_that_growing_leaves_behind()
    {
        // As many as one generation has.
        const int Number = 100_000;
        var reply = new TextReply("hello from backend");
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var number = 1; number <= Number; number++)
        {
            var message = new MessageIdentity((uint)number);
            await _ledger.AcquireAsync(message, new PlaintextSeal((uint)number, 1), Cancelled);
            await _ledger.SettleAsync(message, reply, inTime: true, Cancelled);
        }

        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / Number;

        Assert.InRange(bytes, 0, 120);
    }

    [Fact]
    public async Task A_reply_to_a_forgotten_message_is_nobodys()
    {
        var message = NewMessage();
        await AcquireAsync(message);
        var waiting = _ledger.WaitAsync(message, TimeSpan.FromMinutes(30), TestContext.Current.CancellationToken).AsTask();

        _clock.Advance(TimeSpan.FromMinutes(20));

        Assert.False(await _ledger.SettleAsync(message, new TextReply("late"), inTime: false, TestContext.Current.CancellationToken));
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(await waiting);
    }

    [Fact]
    public async Task A_reply_that_is_no_text_or_cannot_be_kept_as_one_comes_back_as_it_was()
    {
        Reply[] replies =
        [
            new TextReply("hello 你好"), new TextReply(""), new TextReply("half \ud83d"), new TextReply(new string('x', 100_000)),
            new ImageReply("media"), new TransferCustomerServiceReply(null), Reply.Success,
        ];
        foreach (var reply in replies.Concat(replies))
        {
            var message = NewMessage();
            await AcquireAsync(message);
            Assert.False(await _ledger.SettleAsync(message, reply, inTime: true, Cancelled));
            Assert.False(await _ledger.SettleAsync(message, new TextReply("a second one"), inTime: true, Cancelled));

            Assert.Equal(reply, await _ledger.WaitAsync(message, TimeSpan.FromSeconds(1), Cancelled));
            Assert.Equal(reply, await _ledger.WatchAsync(message, TimeSpan.Zero, Cancelled));
            Assert.False(await _ledger.SettleAsync(message, new TextReply("a third one"), inTime: true, Cancelled));
            Assert.Equal(reply, await _ledger.CloseAsync(message, Cancelled));
        }
    }

    [Fact]
    public async Task In_a_flood_the_last_hundred_thousand_messages_are_known_with_their_replies_and_no_more_than_twice_as_many()
    {
        const int Flood = 350_000;
        for (var number = 1; number <= Flood; number++)
        {
            Assert.Equal(AcquireResult.First, await AcquireAsync(Numbered(number), SealOf(number)));
            await _ledger.SettleAsync(Numbered(number), new TextReply($"reply {number}"), inTime: true, Cancelled);
        }

        for (var number = Flood; number > Flood - 100_000; number -= 7)
        {
            Assert.Equal(AcquireResult.Forged, await AcquireAsync(Numbered(number), SealOf(number) with { Body = 1 }));
            Assert.Equal(AcquireResult.Retry, await AcquireAsync(Numbered(number), SealOf(number)));
            Assert.Equal(new TextReply($"reply {number}"), await _ledger.WatchAsync(Numbered(number), TimeSpan.Zero, Cancelled));
        }

        for (var number = 1; number <= Flood - 200_000; number += 7)
        {
            Assert.Null(await _ledger.WatchAsync(Numbered(number), TimeSpan.Zero, Cancelled));
        }
    }

    [Fact]
    public async Task A_retry_waits_on_while_a_flood_makes_its_message_forgotten()
    {
        var message = NewMessage();
        await AcquireAsync(message);
        var waiting = _ledger.WaitAsync(message, TimeSpan.FromSeconds(4), Cancelled).AsTask();
        for (var number = 1; number <= 250_000; number++)
        {
            await AcquireAsync(Numbered(number));
        }

        Assert.False(await _ledger.SettleAsync(message, new TextReply("late"), inTime: true, Cancelled));
        Assert.Equal(new TextReply("late"), await _ledger.WatchAsync(message, TimeSpan.Zero, Cancelled));
        Assert.False(waiting.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Null(await waiting);
    }

    [Fact]
    public async Task Each_of_many_messages_that_come_several_times_at_once_is_first_once_and_answers_all_alike()
    {
        const int Messages = 3_000;
        const int Deliveries = 4;
        var first = new int[Messages];
        var replies = new Reply?[Messages, Deliveries];
        await Task.WhenAll(Enumerable.Range(0, Deliveries).Select(delivery => Task.Run(
            async () =>
            {
                var waiting = new List<Task>();
                foreach (var number in Enumerable.Range(0, Messages).OrderBy(number => (number / 50, (number * 7) + delivery % 50)))
                {
                    waiting.Add(DeliverAsync(number, delivery));
                }

                await Task.WhenAll(waiting);
            },
            Cancelled)));

        Assert.All(first, times => Assert.Equal(1, times));
        for (var number = 0; number < Messages; number++)
        {
            Assert.All(Enumerable.Range(0, Deliveries), delivery => Assert.Equal(ReplyTo(number), replies[number, delivery]));
        }

        async Task DeliverAsync(int number, int delivery)
        {
            if (await AcquireAsync(Numbered(number), SealOf(number)) == AcquireResult.First)
            {
                Interlocked.Increment(ref first[number]);
                await Task.Yield();
                await _ledger.SettleAsync(Numbered(number), ReplyTo(number), inTime: true, Cancelled);
                replies[number, delivery] = ReplyTo(number);
            }
            else
            {
                replies[number, delivery] = await _ledger.WaitAsync(Numbered(number), TimeSpan.FromSeconds(4), Cancelled);
            }
        }

        static Reply ReplyTo(int number) => (number % 3) switch
        {
            0 => Reply.Success,
            1 => new TextReply($"{number}"),
            _ => new ImageReply($"{number}"),
        };
    }

    protected override Task UntilWaitingAsync(int deliveries)
    {
        Assert.Equal(deliveries, _clock.WaitingTimers);
        return Task.CompletedTask;
    }

    protected override Task PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        return Task.CompletedTask;
    }

    private static MessageIdentity Numbered(int number) => new(new UInt128(5, (ulong)number));

    private static PlaintextSeal SealOf(int number) => new(new UInt128((ulong)number, 5), (ulong)number);
}
