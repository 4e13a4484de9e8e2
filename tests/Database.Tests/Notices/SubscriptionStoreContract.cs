using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Notices;
using WxYarpGateway.Database.Tests.Fixtures;
using WxYarpGateway.Database.Users;
using WxYarpGateway.MiniPrograms.Notices.Subscriptions;

namespace WxYarpGateway.Database.Tests.Notices;

/// <summary>What the gate of subscribe messages' events may rely on, whatever the database.</summary>
public abstract class SubscriptionStoreContract(DatabaseFixture database)
{
    private static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly string _app = $"wx{Guid.NewGuid():N}";
    private readonly SubscriptionStore _store = new(database.Access);
    private readonly UserStore _users = new(database.Access, TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_user_said_and_what_became_of_the_last_message_are_kept_beside_each_other()
    {
        var user = await UserAsync();

        await ApplyAsync(Said("a", "accept", 0), Said("b", "reject", 0));
        await ApplyAsync(Sent("a", "success", 0, 10), Sent("c", "user refused", 43101, 10));

        Assert.Equal(
            [
                Said("a", "accept", 0) with { SentStatus = "success", SentAt = Noon.AddSeconds(10) },
                Said("b", "reject", 0),
                Sent("c", "user refused", 43101, 10),
            ],
            await _store.ListAsync(_app, user, Token));
    }

    [Fact]
    public async Task The_newest_moment_wins_in_whatever_order_events_come_and_twice_is_once()
    {
        var user = await UserAsync();

        await ApplyAsync(Said("a", "reject", 20));
        await ApplyAsync(Said("a", "accept", 10));
        await ApplyAsync(Sent("a", "success", 0, 5));
        await ApplyAsync(Sent("a", "late", 1, 4));
        await ApplyAsync(Said("a", "reject", 20));

        Assert.Equal(
            Said("a", "reject", 20) with { SentStatus = "success", SentAt = Noon.AddSeconds(5) },
            Assert.Single(await _store.ListAsync(_app, user, Token)));
    }

    [Fact]
    public async Task Of_a_user_those_templates_stay_that_changed_last()
    {
        var user = await UserAsync();
        for (var number = 0; number < Subscription.MostOfUser + 20; number += 20)
        {
            await ApplyAsync([.. Enumerable.Range(number, 20).Select(one => Said($"t-{one:000}", "accept", one))]);
        }

        var kept = await _store.ListAsync(_app, user, Token);

        Assert.Equal(Subscription.MostOfUser, kept.Count);
        Assert.Equal("t-020", kept[0].TemplateId);
    }

    [Fact]
    public async Task Events_of_one_moment_lose_nothing()
    {
        var user = await UserAsync();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => ApplyAsync(Said($"t-{number}", "accept", number))));

        Assert.Equal(20, (await _store.ListAsync(_app, user, Token)).Count);
    }

    [Fact]
    public async Task Nothing_is_kept_of_one_who_never_logged_in_or_was_erased_or_is_another_mini_programs()
    {
        await ApplyAsync(Said("a", "accept", 0));
        var user = await UserAsync();
        Assert.Empty(await _store.ListAsync(_app, user, Token));

        await ApplyAsync(Said("a", "accept", 0));
        Assert.Empty(await _store.ListAsync("wxother", user, Token));
        Assert.Single(await _store.ListAsync(_app, user, Token));

        await _users.EraseAsync(_app, user, Token);
        Assert.Equal(0, await database.Access.ReadAsync((db, token) => db.Subscriptions.CountAsync(row => row.User == user, token), Token));
    }

    private static Subscription Said(string template, string status, int second)
        => new(template) { Status = status, StatusAt = Noon.AddSeconds(second) };

    private static Subscription Sent(string template, string status, int code, int second)
        => new(template) { SentStatus = status, SentErrorCode = code, SentAt = Noon.AddSeconds(second) };

    private async Task<long> UserAsync() => await _users.EnterAsync(_app, "o-1", "", "key", Token);

    private Task ApplyAsync(params Subscription[] told) => _store.ApplyAsync(_app, "o-1", told, Token).AsTask();
}
