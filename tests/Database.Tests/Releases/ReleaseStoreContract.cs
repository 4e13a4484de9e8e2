using WxYarpGateway.Database.Releases;
using WxYarpGateway.Database.Tests.Fixtures;
using WxYarpGateway.Platform.Releases;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Database.Tests.Releases;

/// <summary>What releases may rely on, whatever the database.</summary>
public abstract class ReleaseStoreContract
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    private readonly Dictionary<Guid, Release> _none = [];
    private readonly ItemHold _me = new(Guid.NewGuid(), Lease);
    private readonly ItemHold _other = new(Guid.NewGuid(), Lease);
    private readonly AppId _platform = IdOf($"wx{Guid.NewGuid():N}");
    private readonly FakeTimeProvider _clock = new();
    private readonly DatabaseFixture _database;
    private readonly ReleaseStore _store;

    protected ReleaseStoreContract(DatabaseFixture database)
        => (_database, _store) = (database, new ReleaseStore(database.Access, _clock));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_release_is_filed_with_all_its_mini_programs_and_shown_with_its_numbers()
    {
        var release = await FileAsync(10_000);

        var summary = await _store.FindAsync(_platform, release.Id, Token);
        var items = await _store.ItemsAsync(release.Id, ItemState.Queued, AppIdOf(9_997), 10, Token);

        Assert.Equal(10_000, summary!.Counts[ItemState.Queued]);
        Assert.Equal((release.Name, release.Definition, ReleaseState.Running), (
            summary.Release.Name, summary.Release.Definition, summary.Release.State));
        Assert.Equal([AppIdOf(9_998), AppIdOf(9_999)], items.Select(item => item.AppId.Value));
        Assert.Null(await _store.FindAsync(IdOf("wxother"), release.Id, Token));
    }

    [Fact]
    public async Task Of_many_that_file_with_one_key_one_does()
    {
        var filed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => FileAsync(3, "build-7")));

        Assert.Single(filed.Select(release => release.Id).Distinct());
        Assert.Single(await _store.ListAsync(_platform, after: null, 10, Token));
    }

    [Fact]
    public async Task What_a_replica_took_whose_clock_was_far_ahead_is_held_by_nobody_and_can_be_cancelled()
    {
        var release = await FileAsync(2);
        var ahead = new FakeTimeProvider();
        ahead.Advance(_clock.GetUtcNow().AddDays(1) - ahead.GetUtcNow());
        var far = new ReleaseStore(_database.Access, ahead);
        Assert.Equal(2, (await far.TakeAsync(release.Id, 2, 2, _other, Token)).Count);

        Assert.Single(await _store.TakeAsync(release.Id, 1, 5, _me, Token));
        await _store.CancelAsync(release.Id, Token);

        // What somebody works on, ends first.
        Assert.Equal(1, (await _store.FindAsync(_platform, release.Id, Token))!.Counts[ItemState.Cancelled]);
    }

    [Fact]
    public async Task Releases_come_page_by_page_the_newest_first()
    {
        var ids = new List<Guid>();
        for (var number = 0; number < 5; number++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            ids.Add((await FileAsync(1)).Id);
        }

        var first = await _store.ListAsync(_platform, after: null, 3, Token);
        var second = await _store.ListAsync(_platform, first[^1].Release.Id, 3, Token);

        Assert.Equal(Enumerable.Reverse(ids), first.Concat(second).Select(summary => summary.Release.Id));
    }

    [Fact]
    public async Task Replicas_that_take_at_once_never_have_one_twice_nor_more_than_allowed()
    {
        var release = await FileAsync(100);

        var taken = await Task.WhenAll(Enumerable.Range(0, 10).Select(
            _ => _store.TakeAsync(release.Id, 24, 7, new ItemHold(Guid.NewGuid(), Lease), Token).AsTask()));

        var all = taken.SelectMany(items => items).Select(item => item.AppId).ToList();
        Assert.Equal(24, all.Count);
        Assert.Equal(24, all.Distinct().Count());
    }

    [Fact]
    public async Task What_a_killed_replica_held_another_takes_when_the_lease_ends_and_the_dead_ones_word_counts_no_more()
    {
        var release = await FileAsync(1);
        var item = Assert.Single(await _store.TakeAsync(release.Id, 8, 8, _me, Token));
        Assert.Empty(await _store.TakeAsync(release.Id, 8, 8, _other, Token));

        _clock.Advance(TimeSpan.FromSeconds(10));
        await _store.HoldAsync(release.Id, [item.AppId], _me, Token);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(await _store.TakeAsync(release.Id, 8, 8, _other, Token));
        _clock.Advance(TimeSpan.FromSeconds(6));
        var again = Assert.Single(await _store.TakeAsync(release.Id, 8, 8, _other, Token));

        Assert.Equal(2, again.Attempts);
        Assert.Null(await _store.SaveAsync(item with { State = ItemState.Released, DueAt = null }, _me.End, 0, Token));
        Assert.Equal(ItemState.Queued, Assert.Single(await _store.ItemsAsync(release.Id, null, null, 10, Token)).State);
    }

    [Fact]
    public async Task All_that_is_known_of_a_mini_program_is_kept()
    {
        var release = await FileAsync(1);
        var item = Assert.Single(await _store.TakeAsync(release.Id, 8, 8, _me, Token));
        var changed = item with
        {
            State = ItemState.Auditing,
            DueAt = _clock.GetUtcNow() + TimeSpan.FromMinutes(30),
            AuditId = "4294967296123",
            ErrorCode = 61039,
            Sentence = "还在扫描",
            Progress = new ItemProgress
            {
                IsTried = true,
                Seen = "1",
                Stage = 2,
                HasQuota = true,
                Screenshots = ["a", "b"],
                Cure = "Wait.",
            },
        };

        await _store.SaveAsync(changed, _me.End, 0, Token);
        var read = Assert.Single(await _store.ItemsAsync(release.Id, null, null, 10, Token));

        Assert.Equal(changed with { UpdatedAt = read.UpdatedAt, Progress = read.Progress }, read);
        Assert.Equal(["a", "b"], read.Progress.Screenshots);
        Assert.Equal(changed.Progress with { Screenshots = read.Progress.Screenshots }, read.Progress);
        var again = Assert.Single(await _store.ChangedAsync(release, read.UpdatedAt, null, 10, Token));
        Assert.Equal(read, again with { Progress = read.Progress });
    }

    [Fact]
    public async Task What_changed_at_once_comes_page_by_page_and_being_filed_is_no_change()
    {
        var release = await FileAsync(1_200);
        Assert.Empty(await _store.ChangedAsync(release, _clock.GetUtcNow(), null, 10, Token));
        _clock.Advance(TimeSpan.FromSeconds(1));
        var since = _clock.GetUtcNow();
        await _store.CancelAsync(release.Id, Token);

        var first = await _store.ChangedAsync(release, since, null, 1_000, Token);
        var second = await _store.ChangedAsync(release, first[^1].UpdatedAt, first[^1].AppId, 1_000, Token);

        Assert.Equal((1_000, 200), (first.Count, second.Count));
        Assert.Equal(1_200, first.Concat(second).Select(item => item.AppId).Distinct().Count());
    }

    [Fact]
    public async Task What_failed_or_was_cancelled_keeps_what_is_known_when_it_is_tried_again_and_the_others_lose_it()
    {
        var release = await FileAsync(4);
        var taken = await _store.TakeAsync(release.Id, 8, 8, _me, Token);
        ItemState[] ends = [ItemState.Failed, ItemState.Rejected, ItemState.Skipped, ItemState.Auditing];
        foreach (var (item, state) in taken.OrderBy(item => item.AppId.Value, StringComparer.Ordinal).Zip(ends))
        {
            await _store.SaveAsync(
                item with
                {
                    State = state,
                    DueAt = state == ItemState.Auditing ? _clock.GetUtcNow() + TimeSpan.FromHours(1) : null,
                    AuditId = "42",
                    Progress = new ItemProgress { Seen = "41", EndedIn = state == ItemState.Failed ? "Releasing" : null },
                },
                _me.End,
                0,
                Token);
        }

        await _store.CancelAsync(release.Id, Token);
        await _store.RetryAsync(
            release.Id, [ItemState.Failed, ItemState.Rejected, ItemState.Skipped, ItemState.Cancelled], Token);
        var items = await _store.ItemsAsync(release.Id, ItemState.Queued, null, 10, Token);

        Assert.Equal(
            [("42", "41", "Releasing"), ("", null, null), ("", null, null), ("42", "41", "Auditing")],
            items.Select(item => (item.AuditId, item.Progress.Seen, item.Progress.EndedIn)));
    }

    [Fact]
    public async Task An_event_makes_an_audit_due_at_once_also_when_it_comes_before_the_submission_is_noted()
    {
        var release = await FileAsync(2);
        var taken = await _store.TakeAsync(release.Id, 8, 8, _me, Token);
        var later = _clock.GetUtcNow() + TimeSpan.FromMinutes(30);
        var submitting = new List<ReleaseItem>();
        foreach (var item in taken)
        {
            submitting.Add((await _store.SaveAsync(item with { State = ItemState.Submitting }, _me, 0, Token))!);
        }

        Assert.Equal([release.Id], await _store.TellAsync(_platform, submitting[0].AppId, Token));
        foreach (var item in submitting)
        {
            await _store.SaveAsync(item with { State = ItemState.Auditing, DueAt = later }, _me.End, 0, Token);
        }

        Assert.Equal(submitting[0].AppId, Assert.Single(await _store.TakeAsync(release.Id, 8, 8, _other, Token)).AppId);
        Assert.Equal([release.Id], await _store.TellAsync(_platform, submitting[1].AppId, Token));
        Assert.Equal(submitting[1].AppId, Assert.Single(await _store.TakeAsync(release.Id, 8, 8, _other, Token)).AppId);
        Assert.Empty(await _store.TellAsync(IdOf("wxother"), submitting[1].AppId, Token));
    }

    [Fact]
    public async Task A_release_ends_with_its_last_mini_program_however_many_end_at_once()
    {
        var release = await FileAsync(20);
        var taken = await _store.TakeAsync(release.Id, 64, 64, _me, Token);

        await Task.WhenAll(taken.Select(item => _store.SaveAsync(
            item with { State = ItemState.Released, DueAt = null }, _me.End, 0, Token).AsTask()));

        var summary = await _store.FindAsync(_platform, release.Id, Token);
        Assert.Equal((ReleaseState.Ended, 20), (summary!.Release.State, summary.Counts[ItemState.Released]));
        Assert.NotNull(summary.Release.EndedAt);
        Assert.Empty(await _store.ActiveAsync(_platform, _none, Token));
    }

    [Fact]
    public async Task The_definition_of_a_release_that_is_known_is_not_read_again_and_all_else_is()
    {
        var release = await FileAsync(1);
        var read = Assert.Single(await _store.ActiveAsync(_platform, _none, Token));
        var other = await FileAsync(1);
        await _store.WaitAsync(release.Id, _clock.GetUtcNow() + TimeSpan.FromHours(1), "No quota.", Token);

        // What nobody wrote into the database shows that it did not come from there.
        var active = await _store.ActiveAsync(
            _platform, new Dictionary<Guid, Release> { [release.Id] = read with { Definition = "as it was" } }, Token);

        Assert.Equal(release.Definition, read.Definition);
        Assert.Equal(
            [(release.Id, "as it was", ReleaseState.WaitingForQuota, "No quota."), (other.Id, other.Definition, ReleaseState.Running, "")],
            active.OrderBy(one => one.Id != release.Id).Select(one => (one.Id, one.Definition, one.State, one.Why)));
    }

    [Fact]
    public async Task Mini_programs_of_releases_that_are_not_at_an_end_are_counted_by_state()
    {
        var release = await FileAsync(3);
        var ended = await FileAsync(1);
        await EndAsync(ended, ItemState.Released);
        await EndAsync(release, ItemState.Skipped);

        var count = await _store.CountAsync(_platform, Token);

        Assert.Equal(
            [(ItemState.Queued, 2), (ItemState.Skipped, 1)],
            count.Programs.OrderBy(one => one.Key).Select(one => (one.Key, one.Value)));
        Assert.Equal(0, count.Paused);
        Assert.Empty((await _store.CountAsync(IdOf("wxother"), Token)).Programs);
    }

    [Fact]
    public async Task Failures_of_one_errcode_in_a_row_pause_it_and_others_do_not()
    {
        var release = await FileAsync(10);
        await EndAsync(release, ItemState.Failed, 85014);
        await EndAsync(release, ItemState.Failed, 85014);
        await EndAsync(release, ItemState.Failed, 86002);
        await EndAsync(release, ItemState.Failed, 85014);
        await EndAsync(release, ItemState.Released);
        await EndAsync(release, ItemState.Failed, 85014);
        await EndAsync(release, ItemState.Failed, 85014);
        Assert.Equal(ReleaseState.Running, await StateAsync(release));

        await EndAsync(release, ItemState.Failed, 85014);

        Assert.Equal(ReleaseState.Paused, await StateAsync(release));
        Assert.Empty(await _store.TakeAsync(release.Id, 8, 8, _me, Token));
        Assert.True(await _store.ResumeAsync(release.Id, Token));
        Assert.NotEmpty(await _store.TakeAsync(release.Id, 8, 8, _me, Token));
    }

    [Fact]
    public async Task A_cancelled_release_lets_what_is_under_way_end_its_step_and_takes_nothing_more()
    {
        var release = await FileAsync(3);
        var taken = await _store.TakeAsync(release.Id, 2, 2, _me, Token);

        await _store.CancelAsync(release.Id, Token);
        Assert.Equal(ReleaseState.Cancelling, await StateAsync(release));
        Assert.Null(await _store.RetryAsync(release.Id, [ItemState.Cancelled], Token));
        Assert.Empty(await _store.TakeAsync(release.Id, 8, 8, _other, Token));
        Assert.Null(await _store.SaveAsync(taken[0] with { State = ItemState.Auditing }, _me, 0, Token));
        _clock.Advance(Lease);
        await _store.CancelAsync(release.Id, Token);

        Assert.Equal(ReleaseState.Cancelled, await StateAsync(release));
        var items = await _store.ItemsAsync(release.Id, ItemState.Cancelled, null, 10, Token);
        Assert.Equal(3, items.Count);
        Assert.Contains("undo", items.Single(item => item.AppId == taken[0].AppId).Sentence, StringComparison.Ordinal);
        Assert.Equal(3, await _store.RetryAsync(release.Id, [ItemState.Cancelled, ItemState.Failed], Token));
        Assert.Equal(3, (await _store.TakeAsync(release.Id, 8, 8, _other, Token)).Count);
    }

    [Fact]
    public async Task Of_many_that_replace_how_the_quota_stands_one_does()
    {
        Assert.Null(await _store.ReadQuotaAsync(_platform, Token));
        Assert.True(await _store.TryReplaceQuotaAsync(_platform, null, "0", Token));

        var replaced = await Task.WhenAll(Enumerable.Range(1, 8).Select(
            number => _store.TryReplaceQuotaAsync(_platform, "0", $"{number}", Token).AsTask()));

        Assert.Single(replaced, true);
        Assert.False(await _store.TryReplaceQuotaAsync(_platform, null, "9", Token));
    }

    [Fact]
    public async Task A_release_waits_for_quota_and_goes_on()
    {
        var release = await FileAsync(1);
        var until = DateTimeOffset.FromUnixTimeMilliseconds(_clock.GetUtcNow().ToUnixTimeMilliseconds()) + TimeSpan.FromHours(3);

        Assert.True(await _store.WaitAsync(release.Id, until, "No quota.", Token));
        Assert.False(await _store.WaitAsync(release.Id, until, "No quota.", Token));
        var waiting = (await _store.FindAsync(_platform, release.Id, Token))!.Release;
        Assert.Equal((ReleaseState.WaitingForQuota, "No quota.", until), (waiting.State, waiting.Why, waiting.DueAt));
        Assert.True(await _store.WaitAsync(release.Id, until.AddDays(1), "None today either.", Token));
        waiting = (await _store.FindAsync(_platform, release.Id, Token))!.Release;
        Assert.Equal(("None today either.", until.AddDays(1)), (waiting.Why, waiting.DueAt));
        Assert.Single(await _store.TakeAsync(release.Id, 8, 8, _me, Token));
        Assert.True(await _store.WaitAsync(release.Id, until: null, "", Token));
        Assert.Equal(ReleaseState.Running, await StateAsync(release));
    }

    private static AppId IdOf(string text) => AppId.TryParse(text, out var appId) ? appId : throw new ArgumentException(text);

    private static string AppIdOf(int number) => $"wx{number:000000}";

    private async Task<Release> FileAsync(int programs, string? key = null)
    {
        var release = new Release(Guid.CreateVersion7(_clock.GetUtcNow()), _platform, "3.2.0", """{"to":{"all":true}}""")
        {
            IdempotencyKey = key,
            CreatedAt = _clock.GetUtcNow(),
        };
        return await _store.AddAsync(release, [.. Enumerable.Range(0, programs).Select(number => IdOf(AppIdOf(number)))], Token);
    }

    private async Task EndAsync(Release release, ItemState state, int? errorCode = null)
    {
        var item = Assert.Single(await _store.TakeAsync(release.Id, 1, 1, _me, Token));
        await _store.SaveAsync(item with { State = state, DueAt = null, ErrorCode = errorCode }, _me.End, 3, Token);
    }

    private async Task<ReleaseState> StateAsync(Release release) => (await _store.FindAsync(_platform, release.Id, Token))!.Release.State;
}
