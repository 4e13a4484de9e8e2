using WxYarpGateway.Platform.Sync;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Platform.Tests.Sync;

public sealed class AuthorizerSyncTests : IAsyncDisposable
{
    private readonly SyncFixture _world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_thousand_accounts_cost_two_hundred_calls_when_little_has_changed()
    {
        string[] appIds = [.. Enumerable.Range(0, 100_000).Select(number => $"wx{number:d6}")];
        foreach (var appId in appIds.Skip(3))
        {
            _world.Know(appId);
        }

        _world.Listed = _ => (appIds, appIds.Length);

        var run = await _world.RunAsync();

        Assert.Equal((SyncStatus.Complete, 100_000, 100_000, 3), (run.Status, run.Seen, run.Total, run.Added));
        Assert.Equal(200, _world.ListCalls);
        Assert.Equal(appIds.Take(3), _world.Asked.Order());
        Assert.Equal("n-wx000001", _world.Rows.Rows[SyncFixture.Id("wx000001")].Name);
    }

    [Fact]
    public async Task A_second_comparison_with_nothing_changed_changes_nothing()
    {
        _world.Listed = _ => (["wx1", "wx2"], 2);
        await _world.RunAsync();
        var before = _world.Rows.Rows.Values.Select(row => row with { SeenRun = null }).ToHashSet();
        var asked = _world.Asked.Count;

        var run = await _world.RunAsync();

        Assert.Equal((SyncStatus.Complete, 0, 0, 0), (run.Status, run.Added, run.Updated, run.Ended));
        Assert.Equal(before, _world.Rows.Rows.Values.Select(row => row with { SeenRun = null }).ToHashSet());
        Assert.Equal(asked, _world.Asked.Count);
    }

    [Fact]
    public async Task WeChat_is_asked_about_four_accounts_at_a_time_at_most()
    {
        _world.Listed = _ => ([.. Enumerable.Range(0, 200).Select(number => $"wx{number:d3}")], 200);

        await _world.RunAsync();

        Assert.Equal(200, _world.Asked.Count);
        Assert.InRange(_world.MostAtOnce, 1, 4);
    }

    [Fact]
    public async Task An_account_that_cannot_be_asked_about_stays_as_it_was()
    {
        _world.Know("wx1", name: "", token: "old");
        _world.Errors["wx1"] = -1;
        _world.IsBusy = true;
        _world.Listed = _ => (["wx1"], 1);
        var before = _world.Rows.Rows[SyncFixture.Id("wx1")];

        var run = await _world.RunAsync();

        Assert.Equal((SyncStatus.Complete, 1), (run.Status, run.Failed));
        Assert.Equal(before, _world.Rows.Rows[SyncFixture.Id("wx1")] with { SeenRun = null });
    }

    [Fact]
    public async Task A_newer_token_from_an_event_survives_a_slower_comparison()
    {
        _world.Know("wx1", token: "old");
        _world.Listed = _ => (["wx1"], 1);
        _world.Rows.BeforeSave = appId =>
            _world.Rows.Put(appId, _world.Rows.Rows[appId] with { Token = "newer", Version = 7, Name = "event" });

        var run = await _world.RunAsync();

        Assert.Equal(0, run.Updated);
        Assert.Equal("newer", _world.Rows.Rows[SyncFixture.Id("wx1")].Token);
    }

    [Fact]
    public async Task A_list_that_shrinks_between_two_pages_is_read_again_and_ends_nobody()
    {
        string[] all = [.. Enumerable.Range(0, 600).Select(number => $"wx{number:d3}")];
        foreach (var appId in all)
        {
            _world.Know(appId);
        }

        // After the first page, the first account is gone: the second page begins one further on and wx500 is never seen.
        _world.Listed = call => call == 1 ? (all, 600) : call == 2 ? ([.. all.Skip(1)], 600) : ([.. all.Skip(1)], 599);
        _world.Errors["wx000"] = 61003;

        var run = await _world.RunAsync();

        Assert.Equal((SyncStatus.Complete, 1), (run.Status, run.Ended));
        Assert.Equal(4, _world.ListCalls);
        Assert.Equal(["wx000"], _world.Asked);
        Assert.Equal(600, _world.Rows.Rows.Count);
        Assert.Equal(AuthorizerState.Authorized, _world.Rows.Rows[SyncFixture.Id("wx500")].State);
    }

    [Fact]
    public async Task A_list_that_never_has_what_it_counts_ends_nobody()
    {
        _world.Know("wx1");
        _world.Know("gone");
        _world.Errors["gone"] = 61003;
        _world.Listed = _ => (["wx1"], 2);

        var run = await _world.RunAsync();

        Assert.Equal((SyncStatus.Incomplete, 1, 2), (run.Status, run.Seen, run.Total));
        Assert.Equal(3, _world.ListCalls);
        Assert.Empty(_world.Asked);
    }

    [Theory]
    [InlineData(61003, true)]
    [InlineData(-1, false)]
    [InlineData(45009, false)]
    [InlineData(48001, false)]
    public async Task Only_WeChats_own_word_ends_an_account_that_the_list_did_not_have(int error, bool isEnded)
    {
        _world.Know("gone");
        _world.Errors["gone"] = error;
        _world.IsBusy = error == -1;
        _world.Listed = _ => ([], 0);

        var run = await _world.RunAsync();

        Assert.Equal(isEnded ? AuthorizerState.Unauthorized : AuthorizerState.Authorized, _world.Rows.Rows[SyncFixture.Id("gone")].State);
        Assert.Equal((isEnded ? 1 : 0, isEnded ? 0 : 1), (run.Ended, run.Failed));
        Assert.Equal(isEnded ? 1 : 0, _world.Vault.Wiped.Count);
        Assert.Equal(isEnded, _world.Changed.Contains(SyncFixture.Id("gone")));
    }

    [Fact]
    public async Task Sessions_of_an_account_that_only_the_comparison_ended_end_too()
    {
        await using var fixture = new SyncFixture();
        fixture.Know("wxgone");
        fixture.Know("wxstays");
        fixture.Listed = _ => (["wxstays"], 1);
        fixture.Errors["wxgone"] = 61003;

        fixture.Ended.IsAway = true;
        Assert.Equal(SyncStatus.Failed, (await fixture.RunAsync()).Status);
        fixture.Ended.IsAway = false;
        var run = await fixture.RunAsync();

        Assert.Equal((SyncStatus.Complete, 1), (run.Status, run.Ended));
        Assert.Equal(["wxgone"], fixture.Ended.Told.Distinct());
    }

    [Fact]
    public async Task An_account_that_the_list_forgot_stays_when_WeChat_knows_it()
    {
        _world.Know("forgotten");
        _world.Listed = _ => ([], 0);

        var run = await _world.RunAsync();

        Assert.Equal((SyncStatus.Complete, 0), (run.Status, run.Ended));
        Assert.Equal(AuthorizerState.Authorized, _world.Rows.Rows[SyncFixture.Id("forgotten")].State);
    }

    [Fact]
    public async Task A_list_that_WeChat_does_not_give_changes_nothing()
    {
        _world.Know("wx1");
        _world.WeChat.When("/cgi-bin/component/api_get_authorizer_list", """{"errcode":-1,"errmsg":"busy"}""");
        _world.IsBusy = true;

        var run = await _world.RunAsync();

        Assert.Equal(SyncStatus.Failed, run.Status);
        Assert.Contains("busy", run.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(_world.Asked);
    }

    [Fact]
    public async Task Two_replicas_do_not_compare_at_once()
    {
        var (first, book) = await _world.Sync.BeginAsync(_world.Platform, Token);
        var (second, none) = await _world.Sync.BeginAsync(_world.Platform, Token);

        Assert.NotNull(book);
        Assert.Null(none);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task A_run_whose_replica_was_killed_is_followed_by_another_when_its_lease_ends()
    {
        var (first, _) = await _world.Sync.BeginAsync(_world.Platform, Token);
        _world.Clock.Advance(TimeSpan.FromMinutes(3));

        var (second, book) = await _world.Sync.BeginAsync(_world.Platform, Token);

        Assert.NotNull(book);
        Assert.NotEqual(first.Id, second.Id);
    }

    [Fact]
    public async Task A_run_of_a_replica_whose_clock_was_far_ahead_keeps_no_other_from_comparing()
    {
        var now = _world.Clock.GetUtcNow();
        var begun = new SyncRun { Id = "ahead", StartedAt = now.AddDays(365), HeldUntil = now.AddDays(365) };
        Assert.True(await ((ISyncRuns)_world.Rows).TryReplaceAsync(_world.Platform.AppId, seen: null, begun.Write(), Token));

        var (_, book) = await _world.Sync.BeginAsync(_world.Platform, Token);

        Assert.NotNull(book);
    }

    [Theory]
    [InlineData(SyncStatus.Complete, -61, true)]
    [InlineData(SyncStatus.Complete, -59, false)]
    [InlineData(SyncStatus.Complete, 5, false)]
    [InlineData(SyncStatus.Complete, 60 * 24 * 365, true)]
    [InlineData(SyncStatus.Failed, -2, true)]
    [InlineData(SyncStatus.Failed, 0, false)]
    [InlineData(SyncStatus.Failed, 60 * 24 * 365, true)]
    public void A_comparison_is_due_after_its_interval_also_when_the_last_one_ended_by_a_clock_that_was_ahead(
        SyncStatus status, int endedMinutesFromNow, bool isDue)
    {
        var now = _world.Clock.GetUtcNow();
        var last = new SyncRun { Id = "last", Status = status, EndedAt = now.AddMinutes(endedMinutesFromNow) };

        Assert.Equal(isDue, last.IsDue(now, TimeSpan.FromHours(1)));
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();
}
