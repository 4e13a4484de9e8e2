using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Sessions;
using WxYarpGateway.Database.Tables.Users;
using WxYarpGateway.Database.Tests.Fixtures;
using WxYarpGateway.Database.Users;
using WxYarpGateway.MiniPrograms.Sessions;
using WxYarpGateway.MiniPrograms.Users;

namespace WxYarpGateway.Database.Tests.Users;

/// <summary>What the login proxy may rely on, whatever the database.</summary>
public abstract class UserStoreContract(DatabaseFixture database)
{
    private readonly string _app = $"wx{Guid.NewGuid():N}";
    private readonly UserStore _store = new(database.Access, TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fifty_first_logins_of_one_user_at_once_make_one_row()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => EnterAsync(key: $"key-{number}")));

        Assert.Single(ids.Distinct());
        var found = Assert.Single(await SearchAsync(new UserSearch()));
        Assert.Equal(ids[0], found.User.Id);
        var keys = await KeysAsync(ids[0]);
        Assert.StartsWith("key-", keys.Current, StringComparison.Ordinal);
        Assert.StartsWith("key-", keys.Previous, StringComparison.Ordinal);
        Assert.NotEqual(keys.Current, keys.Previous);
    }

    [Fact]
    public async Task A_key_that_changed_is_kept_beside_the_one_before_and_one_that_did_not_moves_nothing()
    {
        var id = await EnterAsync(key: "first");
        Assert.Equal(new SessionKeys("first", ""), await KeysAsync(id));

        await EnterAsync(key: "first");
        Assert.Equal(new SessionKeys("first", ""), await KeysAsync(id));

        await EnterAsync(key: "second");
        await EnterAsync(key: "second");
        Assert.Equal(new SessionKeys("second", "first"), await KeysAsync(id));

        await EnterAsync(key: "third");
        Assert.Equal(new SessionKeys("third", "second"), await KeysAsync(id));
    }

    [Fact]
    public async Task A_unionid_is_never_blanked()
    {
        var id = await EnterAsync(unionId: "U");
        await EnterAsync();
        Assert.Equal("U", (await FindAsync(id)).User.UnionId);

        Assert.True(await _store.SaveProfileAsync(id, "", "", "", Token));
        Assert.Equal("U", (await FindAsync(id)).User.UnionId);

        await EnterAsync(unionId: "V");
        Assert.Equal("V", (await FindAsync(id)).User.UnionId);
    }

    [Fact]
    public async Task No_key_and_no_phone_is_in_the_tables_in_clear()
    {
        var id = await EnterAsync(key: "tiihtNczf5v6AKRyjwEUhQ==");
        await _store.SavePhoneAsync(id, new UserPhone("86", "13580006666"), Token);

        var (user, phone) = await database.Access.ReadAsync(
            async (rows, token) => (
                await rows.Users.AsNoTracking().SingleAsync(row => row.Id == id, token),
                await rows.UserPhones.AsNoTracking().SingleAsync(row => row.User == id, token)),
            Token);

        foreach (var kept in new[] { user.SessionKey!, phone.Phone, phone.PhoneHmac })
        {
            Assert.Equal(-1, kept.AsSpan().IndexOf("tiihtNczf5v6"u8));
            Assert.Equal(-1, kept.AsSpan().IndexOf("6666"u8));
        }
    }

    [Fact]
    public async Task A_profile_with_emoji_is_kept_and_an_empty_part_leaves_what_is_there()
    {
        var id = await EnterAsync();

        await _store.SaveProfileAsync(id, "小明🌸", "https://a.example/1.png", "", Token);
        await _store.SaveProfileAsync(id, "", "https://a.example/2.png", "U", Token);

        var user = (await FindAsync(id)).User;
        Assert.Equal(("小明🌸", "https://a.example/2.png", "U"), (user.Nickname, user.AvatarUrl, user.UnionId));
    }

    [Theory]
    [InlineData("13580006666")]
    [InlineData("+86 135 8000 6666")]
    [InlineData("8613580006666")]
    public async Task A_user_is_found_by_the_phone_however_it_is_typed(string typed)
    {
        var id = await EnterAsync();
        await EnterAsync("another");
        await _store.SavePhoneAsync(id, new UserPhone("852", "51234567"), Token);
        await _store.SavePhoneAsync(id, new UserPhone("86", "13580006666"), Token);

        var found = Assert.Single(await SearchAsync(new UserSearch { Phone = typed }));

        Assert.Equal(id, found.User.Id);
        Assert.Equal(new UserPhone("86", "13580006666"), found.User.Phone);
        Assert.Empty(await SearchAsync(new UserSearch { Phone = "51234567" }));
        Assert.Empty(await SearchAsync(new UserSearch { Phone = "nobody" }));
    }

    [Fact]
    public async Task Users_are_found_by_openid_and_unionid_within_their_app_and_page_by_page()
    {
        var ids = new List<long>();
        for (var number = 0; number < 5; number++)
        {
            ids.Add(await EnterAsync($"o{number}", number % 2 == 0 ? "even" : ""));
        }

        await _store.EnterAsync($"{_app}2", "o1", "even", "k", Token);

        Assert.Equal([ids[1]], (await SearchAsync(new UserSearch { OpenId = "o1" })).Select(found => found.User.Id));
        Assert.Equal([ids[0], ids[2], ids[4]], (await SearchAsync(new UserSearch { UnionId = "even" })).Select(found => found.User.Id));
        Assert.Equal(ids[..2], (await SearchAsync(new UserSearch { Most = 2 })).Select(found => found.User.Id));
        Assert.Equal(ids[2..4], (await SearchAsync(new UserSearch { After = ids[1], Most = 2 })).Select(found => found.User.Id));
        Assert.Null(await _store.FindAsync($"{_app}2", ids[1], Token));
    }

    [Fact]
    public async Task Erasing_a_person_leaves_no_row_with_the_id_and_the_id_is_not_given_again()
    {
        var id = await EnterAsync();
        var other = await EnterAsync("other");
        var sessions = new SessionStore(database.Access);
        var now = DateTimeOffset.UtcNow;
        foreach (var user in new[] { id, other })
        {
            await _store.SaveProfileAsync(user, "n", "a", "", Token);
            await _store.SavePhoneAsync(user, new UserPhone("86", "13580006666"), Token);
            await sessions.AddAsync(Guid.NewGuid().ToByteArray(), _app, user, new SessionTimes(now, now, now.AddDays(1)), 5, Token);
            await AddNoticeAsync(user);
        }

        Assert.False(await _store.EraseAsync("wxanother", id, Token));
        Assert.True(await _store.EraseAsync(_app, id, Token));
        Assert.False(await _store.EraseAsync(_app, id, Token));

        Assert.Equal((0, 0, 0, 0, 0), await RowsOfAsync(id));
        Assert.Equal((1, 1, 1, 1, 1), await RowsOfAsync(other));
        Assert.False(await _store.SaveProfileAsync(id, "n", "a", "", Token));
        Assert.False(await _store.SavePhoneAsync(id, new UserPhone("86", "13580006666"), Token));
        Assert.Null(await sessions.AddAsync([1], _app, id, new SessionTimes(now, now, now.AddDays(1)), 5, Token));
        Assert.NotEqual(id, await EnterAsync());
    }

    [Fact]
    public async Task A_key_is_replaced_only_over_the_one_that_was_seen()
    {
        var id = await EnterAsync(key: "first");

        Assert.False(await _store.ReplaceKeyAsync(_app, id, "another", "reset", Token));
        Assert.True(await _store.ReplaceKeyAsync(_app, id, "first", "reset", Token));

        Assert.Equal(new SessionKeys("reset", "first"), await KeysAsync(id));
        Assert.Null(await _store.FindKeysAsync(_app, id + 1_000_000, Token));
    }

    private async Task<long> EnterAsync(string openId = "openid", string unionId = "", string key = "key")
        => await _store.EnterAsync(_app, openId, unionId, key, Token);

    private async Task<IReadOnlyList<KeptUser>> SearchAsync(UserSearch search) => await _store.SearchAsync(_app, search, Token);

    private async Task<KeptUser> FindAsync(long id) => (await _store.FindAsync(_app, id, Token))!;

    private async Task<SessionKeys> KeysAsync(long id) => (await _store.FindKeysAsync(_app, id, Token))!;

    private async Task AddNoticeAsync(long user) => await database.Access.WriteAsync(
        async (rows, token) =>
        {
            rows.Notices.Add(new NoticeRow { App = _app, User = user, TemplateId = "t", Payload = "{}" });
            return await rows.SaveChangesAsync(token);
        },
        Token);

    private async Task<(int Users, int Profiles, int Phones, int Sessions, int Notices)> RowsOfAsync(long id)
        => await database.Access.ReadAsync(
            async (rows, token) => (
                await rows.Users.CountAsync(row => row.Id == id, token),
                await rows.UserProfiles.CountAsync(row => row.User == id, token),
                await rows.UserPhones.CountAsync(row => row.User == id, token),
                await rows.Sessions.CountAsync(row => row.User == id, token),
                await rows.Notices.CountAsync(row => row.User == id, token)),
            Token);
}
