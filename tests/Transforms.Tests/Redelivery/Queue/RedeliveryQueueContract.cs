using WxYarpGateway.Transforms.Redelivery.Queue;

namespace WxYarpGateway.Transforms.Tests.Redelivery.Queue;

/// <summary>What every redelivery queue promises, wherever it keeps its messages.</summary>
public abstract class RedeliveryQueueContract
{
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LeaseIsOver = RedeliveryTimes.Lease + OneSecond;

    private protected abstract IRedeliveryQueue Queue { get; }

    private protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Lets time pass, as the queue sees it.</summary>
    protected abstract Task PassAsync(TimeSpan time);

    [Fact]
    public async Task A_message_is_given_out_once_and_whole_when_it_is_due()
    {
        var message = KeptMessages.New();
        Assert.Equal(KeepResult.Kept, await KeepAsync(KeptMessages.Keep(message, TimeSpan.FromSeconds(2))));
        Assert.Empty(await TakeAsync("a"));

        await PassAsync(TimeSpan.FromSeconds(3));
        var taken = Assert.Single(await TakeAsync("a"));

        Assert.Equal(message with { Body = default }, taken.Message with { Body = default });
        Assert.Equal(message.Body.ToArray(), taken.Message.Body.ToArray());
        Assert.Equal(0, taken.Tries);
        Assert.Empty(await TakeAsync("a"));
        Assert.Empty(await TakeAsync("b"));
    }

    [Fact]
    public async Task Of_twenty_that_look_at_once_one_gets_it()
    {
        await KeepAsync(KeptMessages.Keep(KeptMessages.New()));

        var turns = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(() => TakeAsync($"replica {number}"), Cancelled)));

        Assert.Single(turns.SelectMany(turn => turn));
    }

    [Fact]
    public async Task A_lease_keeps_others_off_until_it_ends()
    {
        var message = KeptMessages.New();
        Assert.Equal(KeepResult.Kept, await KeepAsync(KeptMessages.Lease(message)));
        await PassAsync(RedeliveryTimes.Lease - OneSecond);
        Assert.Empty(await TakeAsync("b"));

        await PassAsync(TimeSpan.FromSeconds(2));

        Assert.Equal(message.Id, Assert.Single(await TakeAsync("b")).Message.Id);
    }

    [Fact]
    public async Task A_lease_lasts_as_long_as_it_is_renewed()
    {
        var message = KeptMessages.New();
        await KeepAsync(KeptMessages.Lease(message));
        for (var i = 0; i < 3; i++)
        {
            await PassAsync(RedeliveryTimes.Lease - OneSecond);
            await AssertRenewedAsync(message, "a", [], []);
            Assert.Empty(await TakeAsync("b"));
        }
    }

    [Fact]
    public async Task A_lease_that_ended_is_renewed_if_nobody_has_taken_the_message()
    {
        var message = KeptMessages.New();
        await KeepAsync(KeptMessages.Lease(message));
        await PassAsync(LeaseIsOver);

        await AssertRenewedAsync(message, "a", [], []);
        Assert.Empty(await TakeAsync("b"));
    }

    [Fact]
    public async Task Who_lost_a_lease_is_told_and_can_do_the_message_no_harm()
    {
        var message = KeptMessages.New();
        await KeepAsync(KeptMessages.Lease(message));
        await PassAsync(LeaseIsOver);
        Assert.Single(await TakeAsync("b"));

        await AssertRenewedAsync(message, "a", [message.Id], []);
        Assert.Equal(KeepResult.NotYours, await GiveBackAsync(message, "a"));
        Assert.Equal(KeepResult.NotYours, await KeepAsync(KeptMessages.Keep(message)));
        await AssertRenewedAsync(message, "b", [], []);
        Assert.Empty(await TakeAsync("c"));
    }

    [Fact]
    public async Task Who_is_at_work_on_a_message_that_was_entered_anew_meanwhile_goes_on()
    {
        var message = KeptMessages.New();
        await KeepAsync(KeptMessages.Keep(message));

        await AssertRenewedAsync(message, "a", [], []);

        Assert.Equal((0, 1), await WaitingAndLeasedAsync());
        Assert.Empty(await TakeAsync("b"));
        await AssertRenewedAsync(message, "b", [message.Id], []);
        Assert.Equal(KeepResult.Kept, await GiveBackAsync(message, "a"));
        Assert.Equal((1, 0), await WaitingAndLeasedAsync());
    }

    [Fact]
    public async Task The_first_to_say_that_a_message_is_delivered_is_told_so_whoever_leases_it()
    {
        var message = KeptMessages.New();
        await KeepAsync(KeptMessages.Lease(message));
        await PassAsync(LeaseIsOver);
        await TakeAsync("b");

        Assert.True(await Queue.DoneAsync(message.Id, isRedelivery: false, Cancelled));
        Assert.False(await Queue.DoneAsync(message.Id, isRedelivery: true, Cancelled));

        await AssertRenewedAsync(message, "b", [message.Id], []);
        Assert.Equal(KeepResult.NotYours, await GiveBackAsync(message, "b"));
        Assert.Equal(KeepResult.NotYours, await KeepAsync(KeptMessages.Keep(message)));
        await PassAsync(LeaseIsOver);
        Assert.Empty(await TakeAsync("c"));
        Assert.Equal(QueueCount.None("shop"), Assert.Single(await Queue.CountAsync("shop", Cancelled)));
    }

    [Fact]
    public async Task A_leased_message_is_taken_out_and_may_be_kept_again()
    {
        var message = KeptMessages.New();
        await KeepAsync(KeptMessages.Lease(message));

        Assert.True(await Queue.TryRemoveAsync(message.Id, Cancelled));

        await AssertFoundAsync(message, [], [message.Id]);
        Assert.Equal(KeepResult.Kept, await KeepAsync(KeptMessages.Lease(message, owner: "b")));
    }

    [Fact]
    public async Task What_is_being_delivered_or_was_is_not_taken_out()
    {
        var (taken, delivered) = (KeptMessages.New(), KeptMessages.New());
        await KeepAsync(KeptMessages.Keep(taken));
        await TakeAsync("b");
        await Queue.DoneAsync(delivered.Id, isRedelivery: false, Cancelled);

        Assert.False(await Queue.TryRemoveAsync(taken.Id, Cancelled));
        Assert.False(await Queue.TryRemoveAsync(delivered.Id, Cancelled));
        Assert.True(await Queue.TryRemoveAsync(KeptMessages.New().Id, Cancelled));
    }

    [Fact]
    public async Task A_message_that_the_queue_never_saw_is_nobodys_and_may_be_kept()
    {
        var message = KeptMessages.New();

        await AssertFoundAsync(message, [], [message.Id]);
        Assert.Equal(KeepResult.Unknown, await GiveBackAsync(message, "a"));
        await AssertRenewedAsync(message, "a", [], [message.Id]);
        Assert.Equal(KeepResult.Kept, await KeepAsync(KeptMessages.Keep(message)));
        await AssertFoundAsync(message, [], []);
    }

    [Fact]
    public async Task A_message_that_was_delivered_before_the_queue_heard_of_it_is_over()
    {
        var message = KeptMessages.New();

        Assert.True(await Queue.DoneAsync(message.Id, isRedelivery: false, Cancelled));

        Assert.False(await Queue.DoneAsync(message.Id, isRedelivery: false, Cancelled));
        Assert.Equal(KeepResult.NotYours, await KeepAsync(KeptMessages.Lease(message)));
        await AssertRenewedAsync(message, "a", [message.Id], []);
        await AssertFoundAsync(message, [message.Id], []);
    }

    [Fact]
    public async Task Of_many_messages_it_is_told_which_are_over_and_which_nobody_knows()
    {
        var (waiting, leased, delivered, dead, unknown) = (
            KeptMessages.New(), KeptMessages.New(), KeptMessages.New(), await DieAsync(), KeptMessages.New());
        await KeepAsync([KeptMessages.Keep(waiting), KeptMessages.Lease(leased), KeptMessages.Lease(delivered)]);
        await Queue.DoneAsync(delivered.Id, isRedelivery: false, Cancelled);

        var report = await Queue.FindAsync(
            [.. new[] { waiting, leased, delivered, dead, unknown }.Select(message => message.Id)], Cancelled);

        Assert.Equal([delivered.Id, dead.Id], report.Gone);
        Assert.Equal([unknown.Id], report.Unknown);
    }

    [Fact]
    public async Task What_was_leased_and_fails_is_kept_once_with_what_is_newest()
    {
        var message = KeptMessages.New();
        await KeepAsync(KeptMessages.Lease(message));

        Assert.Equal(KeepResult.Kept, await KeepAsync(
            KeptMessages.Keep(message with { Attempts = 5, Failure = "it could not be reached", Body = "new"u8.ToArray() })));

        Assert.Equal((1, 0), await WaitingAndLeasedAsync());
        var taken = Assert.Single(await TakeAsync("b")).Message;
        Assert.Equal((5, "it could not be reached"), (taken.Attempts, taken.Failure));
        Assert.Equal("new"u8.ToArray(), taken.Body.ToArray());
    }

    [Fact]
    public async Task What_fails_again_comes_back_later_and_remembers_why()
    {
        var message = KeptMessages.New();
        await KeepAsync(KeptMessages.Keep(message));
        await TakeAsync("a");

        Assert.Equal(KeepResult.Kept,
            await Queue.GiveBackAsync(message.Id, "a", 7, "it did not answer in time", TimeSpan.FromSeconds(8), Cancelled));

        await PassAsync(TimeSpan.FromSeconds(7));
        Assert.Empty(await TakeAsync("b"));
        await PassAsync(TimeSpan.FromSeconds(2));
        var taken = Assert.Single(await TakeAsync("b"));
        Assert.Equal((7, "it did not answer in time", 1), (taken.Message.Attempts, taken.Message.Failure, taken.Tries));
    }

    [Fact]
    public async Task What_is_given_back_is_anybodys_at_once()
    {
        var message = KeptMessages.New();
        await KeepAsync(KeptMessages.Keep(message));
        await TakeAsync("a");

        Assert.Equal(KeepResult.Kept, await Queue.GiveBackAsync(message.Id, "a", 3, failure: null, TimeSpan.Zero, Cancelled));

        var taken = Assert.Single(await TakeAsync("b"));
        Assert.Equal((3, message.Failure, 0), (taken.Message.Attempts, taken.Message.Failure, taken.Tries));
    }

    [Fact]
    public async Task A_service_is_given_one_message_at_a_time_then_twice_as_many_with_each_success()
    {
        await KeepAsync(Enumerable.Range(0, 40).Select(_ => KeptMessages.Keep(KeptMessages.New())));

        var given = new List<int>();
        for (var i = 0; i < 6; i++)
        {
            var taken = await TakeAsync("a");
            given.Add(taken.Count);
            await Queue.DoneAsync(taken[0].Message.Id, isRedelivery: true, Cancelled);
            foreach (var other in taken.Skip(1))
            {
                await Queue.DoneAsync(other.Message.Id, isRedelivery: false, Cancelled);
            }
        }

        Assert.Equal([1, 2, 4, 8, 16, 9], given);
    }

    [Fact]
    public async Task A_failing_service_rests_longer_and_longer_and_leases_up_no_other()
    {
        await KeepAsync(Enumerable.Range(0, 50).Select(_ => KeptMessages.Keep(KeptMessages.New("dead"))));
        await KeepAsync(KeptMessages.Keep(KeptMessages.New("well")));
        Assert.Equal(["dead", "well"], (await TakeAsync("a", 2)).Select(taken => taken.Message.Service).Order());

        // What hangs takes up no more than its one place.
        await KeepAsync(KeptMessages.Keep(KeptMessages.New("other")));
        Assert.Equal(["other"], (await TakeAsync("a")).Select(taken => taken.Message.Service));

        await PassAsync(LeaseIsOver);
        foreach (var rest in new[] { 1, 2, 4 })
        {
            var failing = (await TakeAsync("a")).Single(taken => taken.Message.Service == "dead").Message;
            await Queue.GiveBackAsync(failing.Id, "a", 1, "it could not be reached", TimeSpan.FromMinutes(2), Cancelled);
            Assert.DoesNotContain(await TakeAsync("a"), taken => taken.Message.Service == "dead");
            await PassAsync(TimeSpan.FromSeconds(rest + 0.5));
        }
    }

    [Fact]
    public async Task Services_take_turns_when_there_is_more_than_can_be_taken()
    {
        foreach (var service in new[] { "a", "b", "c", "d" })
        {
            await KeepAsync(Enumerable.Range(0, 5).Select(_ => KeptMessages.Keep(KeptMessages.New(service))));
        }

        var given = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            var taken = Assert.Single(await TakeAsync("x", 1));
            given.Add(taken.Message.Service);
            await Queue.DoneAsync(taken.Message.Id, isRedelivery: true, Cancelled);
            await PassAsync(TimeSpan.FromMilliseconds(5));
        }

        Assert.Equal(["a", "b", "c", "d"], given.Order());
    }

    [Fact]
    public async Task No_more_are_kept_than_may_be()
    {
        await KeepAsync(Enumerable.Range(0, 3).Select(_ => KeptMessages.Keep(KeptMessages.New(), most: 3)));
        var leased = KeptMessages.New("other");

        Assert.Equal(KeepResult.Full, await KeepAsync(KeptMessages.Keep(KeptMessages.New(), most: 3)));
        Assert.Equal(KeepResult.Full, await KeepAsync(KeptMessages.Lease(KeptMessages.New(), most: 3)));
        Assert.Equal(KeepResult.Kept, await KeepAsync(KeptMessages.Lease(leased, most: 1)));

        // Another service has room of its own, and what is kept already takes none.
        Assert.Equal(KeepResult.Kept, await KeepAsync(KeptMessages.Keep(leased, most: 1)));
        Assert.Equal((3, 0), await WaitingAndLeasedAsync());
    }

    [Fact]
    public async Task A_message_whose_time_is_up_becomes_a_dead_letter()
    {
        var message = KeptMessages.New();
        await KeepAsync(KeptMessages.Keep(message, TimeSpan.FromMinutes(1), maxAge: TimeSpan.FromSeconds(20)));
        await PassAsync(TimeSpan.FromSeconds(21));

        var turn = await Queue.TakeAsync("a", 10, Cancelled);

        Assert.Empty(turn.Taken);
        var died = Assert.Single(turn.Dead);
        Assert.Equal((message.MessageId, message.Service, 2, message.Failure), (died.MessageId, died.Service, died.Attempts, died.Failure));
        Assert.Equal(message with { Body = default }, (await LetterAsync()).Message with { Body = default });
        Assert.Equal((0, 0), await WaitingAndLeasedAsync());
    }

    [Fact]
    public async Task A_leased_message_dies_only_when_its_redelivery_fails()
    {
        var message = KeptMessages.New();
        await KeepAsync(KeptMessages.Keep(message, maxAge: TimeSpan.FromSeconds(5)));
        await TakeAsync("a");
        await PassAsync(TimeSpan.FromSeconds(6));

        Assert.Empty((await Queue.TakeAsync("b", 10, Cancelled)).Dead);
        Assert.Equal(KeepResult.Dead,
            await Queue.GiveBackAsync(message.Id, "a", 9, "it answered with status 503", TimeSpan.FromSeconds(2), Cancelled));

        var letter = await LetterAsync();
        Assert.Equal((9, "it answered with status 503"), (letter.Message.Attempts, letter.Message.Failure));
        Assert.Equal(KeepResult.NotYours, await GiveBackAsync(message, "a"));
    }

    [Fact]
    public async Task A_dead_letter_that_is_delivered_after_all_is_news()
    {
        var message = await DieAsync();

        Assert.True(await Queue.DoneAsync(message.Id, isRedelivery: false, Cancelled));
    }

    [Fact]
    public async Task A_dead_letter_is_requeued_whole_and_may_die_again()
    {
        var message = await DieAsync();
        var letter = await LetterAsync();

        Assert.Equal(0, await RequeueAsync("other", letter.Id));
        Assert.Equal(0, await RequeueAsync("shop", "1-1"));
        Assert.Equal(0, await RequeueAsync("shop", "-"));
        Assert.Equal(1, await RequeueAsync("shop", letter.Id));
        Assert.Equal(0, await RequeueAsync("shop", letter.Id));

        Assert.Empty(await Queue.ListDeadAsync("shop", 10, Cancelled));
        var taken = Assert.Single(await TakeAsync("a"));
        Assert.Equal(message with { Body = default }, taken.Message with { Body = default });
        Assert.Equal(message.Body.ToArray(), taken.Message.Body.ToArray());
        await PassAsync(KeptMessages.Hour + LeaseIsOver);
        Assert.Single((await Queue.TakeAsync("b", 10, Cancelled)).Dead);
    }

    [Fact]
    public async Task All_dead_letters_are_requeued_as_far_as_there_is_room()
    {
        for (var i = 0; i < 5; i++)
        {
            await DieAsync();
        }

        Assert.Equal(3, await Queue.RequeueAsync("shop", null, KeptMessages.Hour, 3, Cancelled));
        Assert.Equal(2, (await Queue.ListDeadAsync("shop", 10, Cancelled)).Count);
        Assert.Equal((3, 0), await WaitingAndLeasedAsync());
    }

    [Fact]
    public async Task Dead_letters_are_listed_from_the_oldest_on_deleted_one_by_one_and_bounded()
    {
        var messages = new List<KeptMessage>();
        for (var i = 0; i < 4; i++)
        {
            messages.Add(await DieAsync(most: 3));
        }

        var letters = await Queue.ListDeadAsync("shop", 10, Cancelled);
        Assert.Equal(messages.Skip(1).Select(message => message.Id), letters.Select(letter => letter.Message.Id));
        Assert.Equal([letters[0].Id, letters[1].Id], (await Queue.ListDeadAsync("shop", 2, Cancelled)).Select(letter => letter.Id));

        Assert.True(await Queue.DeleteDeadAsync("shop", letters[1].Id, Cancelled));
        Assert.False(await Queue.DeleteDeadAsync("shop", letters[1].Id, Cancelled));
        Assert.False(await Queue.DeleteDeadAsync("shop", "*", Cancelled));
        Assert.Equal([letters[0].Id, letters[2].Id], (await Queue.ListDeadAsync("shop", 10, Cancelled)).Select(letter => letter.Id));
    }

    [Fact]
    public async Task All_services_that_have_anything_are_counted()
    {
        await DieAsync();
        await KeepAsync(KeptMessages.Keep(KeptMessages.New("busy")));
        await KeepAsync(KeptMessages.Lease(KeptMessages.New("busy")));
        await PassAsync(TimeSpan.FromSeconds(2));

        var counts = (await Queue.CountAsync(null, Cancelled)).ToDictionary(count => count.Service);

        Assert.Equal(["busy", "shop"], counts.Keys.Order());
        Assert.Equal((1, 1, 0), (counts["busy"].Waiting, counts["busy"].Leased, counts["busy"].Dead));
        Assert.InRange(counts["busy"].Oldest!.Value, TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(10));
        Assert.Equal(QueueCount.None("shop") with { Dead = 1 }, counts["shop"]);
        Assert.Equal(QueueCount.None("nobody"), Assert.Single(await Queue.CountAsync("nobody", Cancelled)));
    }

    private async Task<(long Waiting, long Leased)> WaitingAndLeasedAsync(string service = "shop")
        => Assert.Single(await Queue.CountAsync(service, Cancelled)) is var count ? (count.Waiting, count.Leased) : default;

    private async Task AssertRenewedAsync(KeptMessage message, string owner, string[] gone, string[] unknown)
        => AssertReport(await Queue.RenewAsync([(message.Id, owner)], Cancelled), gone, unknown);

    private async Task AssertFoundAsync(KeptMessage message, string[] gone, string[] unknown)
        => AssertReport(await Queue.FindAsync([message.Id], Cancelled), gone, unknown);

    private static void AssertReport(QueueReport report, string[] gone, string[] unknown)
    {
        Assert.Equal(gone, report.Gone);
        Assert.Equal(unknown, report.Unknown);
    }

    private async Task<DeadLetter> LetterAsync() => Assert.Single(await Queue.ListDeadAsync("shop", 10, Cancelled));

    private async Task<KeptMessage> DieAsync(int most = 100)
    {
        var message = KeptMessages.New();
        await KeepAsync(KeptMessages.Keep(message, TimeSpan.FromMinutes(1), maxAge: OneSecond, most: most));
        await PassAsync(TimeSpan.FromSeconds(2));
        Assert.Single((await Queue.TakeAsync("undertaker", 0, Cancelled)).Dead);
        return message;
    }

    private Task<KeepResult> KeepAsync(KeepOrder order) => Queue.KeepAsync(order, Cancelled).AsTask();

    private async Task KeepAsync(IEnumerable<KeepOrder> orders)
    {
        foreach (var order in orders)
        {
            await KeepAsync(order);
        }
    }

    private async Task<IReadOnlyList<TakenMessage>> TakeAsync(string owner, int most = 100)
        => (await Queue.TakeAsync(owner, most, Cancelled)).Taken;

    private Task<KeepResult> GiveBackAsync(KeptMessage message, string owner)
        => Queue.GiveBackAsync(message.Id, owner, 1, "it could not be reached", TimeSpan.Zero, Cancelled).AsTask();

    private Task<int> RequeueAsync(string service, string id)
        => Queue.RequeueAsync(service, id, KeptMessages.Hour, 100, Cancelled).AsTask();
}
