using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Imports;
using WxYarpGateway.Database.Notices;
using WxYarpGateway.Database.Tests.Fixtures;
using WxYarpGateway.Database.Users;
using WxYarpGateway.MiniPrograms.Notices;
using WxYarpGateway.MiniPrograms.Users;

namespace WxYarpGateway.Database.Tests.Imports;

/// <summary>What an import of another system's users may rely on, whatever the database. Each test has a source of its own.</summary>
public abstract class UserImportContract(DatabaseFixture database) : IAsyncLifetime
{
    private static readonly DateTimeOffset Then = new(2025, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly string _source = Guid.NewGuid().ToString("N");
    private readonly string _app = $"wx{Guid.NewGuid():N}";
    private readonly UserStore _users = new(database.Access, TimeProvider.System);
    private readonly NoticeStore _notices = new(database.Access, TimeProvider.System);
    private long _first;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // Tests of one class share the database: each begins behind the ids of the others.
    public async ValueTask InitializeAsync() => _first = await EnterAsync("o-before") + 1;

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return default;
    }

    [Fact]
    public async Task Users_come_whole_with_the_ids_that_backends_know_and_the_next_login_gets_another()
    {
        var run = await BeginAsync(_first + 9);
        var result = await run.TakeAsync([User(4), Bare(_first + 9, "o-bare")], Token);

        Assert.Equal((2, 0, 0), (result.Added, result.Completed, result.Left));
        Assert.Empty(result.OtherId);
        var user = (await _users.FindAsync(_app, _first + 4, Token))!;
        Assert.Equal(
            (_first + 4, "o-4", "u-4", "阿海🌊", "https://example.com/4.png", "+86 13800000004"),
            (user.User.Id, user.User.OpenId, user.User.UnionId, user.User.Nickname, user.User.AvatarUrl, user.User.Phone!.Canonical));
        Assert.Equal((Then, Then.AddDays(1), Then.AddDays(1)), (user.CreatedAt, user.LoginAt, user.KeysAt));
        Assert.Equal(new SessionKeys("key-4", ""), await _users.FindKeysAsync(_app, _first + 4, Token));
        Assert.Equal(user.User.Id, Assert.Single(await _users.SearchAsync(_app, new UserSearch { Phone = "13800000004" }, Token)).User.Id);
        Assert.Null((await _users.FindAsync(_app, _first + 9, Token))!.KeysAt);

        Assert.Equal(_first + 4, await EnterAsync("o-4"));
        Assert.True(await EnterAsync("o-new") > _first + 9);
    }

    [Fact]
    public async Task A_second_run_changes_nothing_and_what_the_user_told_since_stays()
    {
        await (await BeginAsync(_first + 9)).TakeAsync([User(1), User(2)], Token);
        await _users.SaveProfileAsync(_first + 1, "new name", "", "", Token);
        await _users.SavePhoneAsync(_first + 2, new UserPhone("86", "13900000000"), Token);
        var before = await RowsAsync();

        var result = await (await BeginAsync(_first + 9)).TakeAsync([User(1), User(2)], Token);

        Assert.Equal((0, 0, 2), (result.Added, result.Completed, result.Left));
        Assert.Equal(before, await RowsAsync());
    }

    [Fact]
    public async Task A_run_that_does_not_write_says_the_same_and_changes_nothing()
    {
        var here = await EnterAsync("o-1");
        var before = (await RowsAsync(), await MetaAsync());

        var run = await BeginAsync(here + 9, isWritten: false);
        var result = await run.TakeAsync([User(1), User(2)], Token);

        Assert.Equal((1, 1, 0), (result.Added, result.Completed, result.Left));
        Assert.Equal([_first + 1], result.OtherId);
        Assert.Equal(before, (await RowsAsync(), await MetaAsync()));
        Assert.Equal(here + 1, await EnterAsync("o-next"));
    }

    [Fact]
    public async Task Who_logged_in_here_first_keeps_id_and_key_and_gets_what_is_lacking()
    {
        var here = await EnterAsync("o-3", key: "key-of-here");

        var result = await (await BeginAsync(_first + 9)).TakeAsync([User(3)], Token);

        Assert.Equal((0, 1, 0), (result.Added, result.Completed, result.Left));
        Assert.Equal([_first + 3], result.OtherId);
        var user = (await _users.FindAsync(_app, here, Token))!.User;
        Assert.Equal(("u-3", "阿海🌊", "+86 13800000003"), (user.UnionId, user.Nickname, user.Phone!.Canonical));
        Assert.Equal(new SessionKeys("key-of-here", ""), await _users.FindKeysAsync(_app, here, Token));
    }

    [Fact]
    public async Task An_id_that_was_given_here_once_is_given_to_nobody_else()
    {
        var erased = await EnterAsync("o-erased");
        await _users.EraseAsync(_app, erased, Token);

        var result = await (await BeginAsync(erased + 9)).TakeAsync([Bare(erased, "o-other")], Token);

        Assert.Equal((1, erased), (result.Added, Assert.Single(result.OtherId)));
        Assert.Null(await _users.FindAsync(_app, erased, Token));
        Assert.Equal(erased + 10, Assert.Single(await _users.SearchAsync(_app, new UserSearch { OpenId = "o-other" }, Token)).User.Id);
    }

    [Fact]
    public async Task Logins_between_the_batches_move_no_id()
    {
        var run = await BeginAsync(_first + 9);
        await run.TakeAsync([User(1)], Token);
        var login = await EnterAsync("o-login");
        await (await BeginAsync(_first + 9)).TakeAsync([User(1), User(2)], Token);

        Assert.Equal(_first + 10, login);
        Assert.Equal("o-2", (await _users.FindAsync(_app, _first + 2, Token))!.User.OpenId);
    }

    [Fact]
    public async Task Users_and_logins_of_one_moment_make_one_row_for_each()
    {
        var run = await BeginAsync(_first + 60);

        var work = Enumerable.Range(0, 50).Select(number => EnterAsync($"o-{number}"))
            .Append(run.TakeAsync([.. Enumerable.Range(0, 50).Select(User)], Token).ContinueWith(done => done.Result.Added, Token));
        await Task.WhenAll(work);

        var found = await _users.SearchAsync(_app, new UserSearch { Most = 200 }, Token);
        Assert.Equal(51, found.Count);
        Assert.All(found.Where(one => one.User.OpenId != "o-before"), one => Assert.NotEqual("", one.User.UnionId));
    }

    [Fact]
    public async Task Notices_come_once_to_those_who_are_here_and_never_more_than_may_wait()
    {
        var run = await BeginAsync(_first + 9, highestNotice: 40);
        await run.TakeAsync([User(1), User(2)], Token);

        var first = await run.TakeAsync([Notice(5, "o-1"), Notice(6, "o-1"), Notice(7, "o-1"), Notice(8, "o-nobody")], 2, Token);
        Assert.Equal((2, 0), (first.Added, first.Left));
        Assert.Equal((7, 8), (Assert.Single(first.TooMany), Assert.Single(first.NoUser)));
        var kept = await _notices.ListAsync(_app, _first + 1, 0, 10, Token);
        await _notices.CancelAsync(_first + 1, kept[0].Id, Token);
        var ordered = await _notices.AddAsync(new NewNotice(_app, _first + 2, "t", "{}", Then), 10, Token);

        var second = await (await BeginAsync(_first + 9, 41)).TakeAsync([Notice(5, "o-1"), Notice(6, "o-1"), Notice(41, "o-2")], 10, Token);
        Assert.Equal((1, 2), (second.Added, second.Left));
        Assert.Equal(NoticeStatus.Cancelled, (await _notices.ListAsync(_app, _first + 1, 0, 10, Token))[0].Status);
        Assert.Equal(
            [ordered.Id, ordered.Id + 1], (await _notices.ListAsync(_app, _first + 2, 0, 10, Token)).Select(notice => notice.Id));
    }

    private async Task<UserImport.Run> BeginAsync(long highestUser, long highestNotice = 0, bool isWritten = true)
        => await database.Main.Get<UserImport>().BeginAsync(_source, highestUser, highestNotice, isWritten, Token);

    private async Task<long> EnterAsync(string openId, string key = "key")
        => await _users.EnterAsync(_app, openId, "", key, Token);

    private ImportedUser User(int number) => new(_first + number, _app, $"o-{number}")
    {
        UnionId = $"u-{number}",
        SessionKey = $"key-{number}",
        Nickname = "阿海🌊",
        AvatarUrl = $"https://example.com/{number}.png",
        Phone = new UserPhone("86", $"1380000{number:0000}"),
        CreatedAt = Then,
        SeenAt = Then.AddDays(1),
    };

    private ImportedUser Bare(long id, string openId) => new(id, _app, openId) { CreatedAt = Then, SeenAt = Then };

    private ImportedNotice Notice(long id, string openId) => new(id, openId, new NewNotice(_app, 0, "template", "{}", Then));

    private async Task<string> RowsAsync()
    {
        var found = await _users.SearchAsync(_app, new UserSearch { Most = 200 }, Token);
        return string.Join('\n', found.Select(
            one => $"{one} {one.User.Nickname} {one.User.Phone?.Canonical} {one.CreatedAt} {one.LoginAt} {one.KeysAt}"));
    }

    private async Task<string> MetaAsync() => string.Join('\n', await database.Access.ReadAsync(
        (db, token) => db.Meta.Where(row => row.Name != "look").OrderBy(row => row.Name).Select(row => row.Name + row.Value)
            .ToListAsync(token),
        Token));
}
