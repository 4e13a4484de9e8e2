using System.Security.Cryptography;
using WxYarpGateway.Database.Sessions;
using WxYarpGateway.Database.Tests.Fixtures;
using WxYarpGateway.Database.Users;
using WxYarpGateway.MiniPrograms.Sessions;
using WxYarpGateway.MiniPrograms.Users;

namespace WxYarpGateway.Database.Tests.Sessions;

/// <summary>What the login proxy may rely on, whatever the database.</summary>
public abstract class SessionStoreContract(DatabaseFixture database)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_000);

    private readonly string _app = $"wx{Guid.NewGuid():N}";
    private readonly SessionStore _store = new(database.Access);
    private readonly UserStore _users = new(database.Access, TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_is_found_with_its_user_until_it_ends()
    {
        var user = await UserAsync();
        await _users.SaveProfileAsync(user, "nick", "https://a.example/p", "union", Token);
        await _users.SavePhoneAsync(user, new UserPhone("86", "13580006666"), Token);
        var (digest, times) = (Digest(), new SessionTimes(Now, Now, Now.AddHours(1)));

        Assert.Empty((await AddAsync(digest, user, times))!);

        var found = await FindAsync(digest, Now);
        Assert.Equal(times, found!.Times);
        Assert.Equal(
            new LoginUser(user, _app, "openid")
            {
                UnionId = "union",
                Nickname = "nick",
                AvatarUrl = "https://a.example/p",
                Phone = new UserPhone("86", "13580006666"),
            },
            found.User);
        Assert.NotNull(await FindAsync(digest, Now.AddHours(1).AddMilliseconds(-1)));
        Assert.Null(await FindAsync(digest, Now.AddHours(1)));
        Assert.Null(await FindAsync(Digest(), Now));
        Assert.Null(await _store.FindAsync(digest, "wxanother", Now, Token));
    }

    [Fact]
    public async Task The_oldest_sessions_beyond_the_number_end_and_are_told()
    {
        var user = await UserAsync();
        byte[][] digests = [Digest(), Digest(), Digest(), Digest()];
        await AddAsync(digests[0], user, At(0), perUser: 2);
        await AddAsync(digests[1], user, At(1), perUser: 2);

        Assert.Equal([digests[0]], await AddAsync(digests[2], user, At(2), perUser: 2));
        Assert.Equal(new[] { digests[1], digests[2] }.Order(Bytes), (await AddAsync(digests[3], user, At(3), perUser: 1))!.Order(Bytes));

        Assert.Null(await FindAsync(digests[2], Now));
        Assert.NotNull(await FindAsync(digests[3], Now));
    }

    [Fact]
    public async Task Many_sessions_of_one_user_that_begin_at_once_leave_no_more_than_the_number()
    {
        var user = await UserAsync();

        var added = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AddAsync(Digest(), user, At(0), perUser: 3)));

        Assert.Equal(3, (await _store.ListAsync(user, Now, Token)).Count);
        Assert.Equal(17, added.Sum(ended => ended!.Count));
    }

    [Fact]
    public async Task Sliding_moves_the_end_and_wakes_nothing_that_was_ended()
    {
        var user = await UserAsync();
        var digest = Digest();
        await AddAsync(digest, user, new SessionTimes(Now, Now, Now.AddHours(1)));

        await _store.SlideAsync(digest, Now.AddMinutes(30), Now.AddHours(2), Token);
        Assert.Equal(new SessionTimes(Now, Now.AddMinutes(30), Now.AddHours(2)), (await FindAsync(digest, Now.AddHours(1)))!.Times);

        Assert.True(await _store.RemoveAsync(digest, Token));
        Assert.False(await _store.RemoveAsync(digest, Token));
        await _store.SlideAsync(digest, Now.AddMinutes(40), Now.AddHours(3), Token);
        Assert.Null(await FindAsync(digest, Now));
    }

    [Fact]
    public async Task The_sessions_of_a_user_or_of_an_app_end_together_and_no_others()
    {
        var (first, second) = (await UserAsync("a"), await UserAsync("b"));
        var digests = new List<byte[]>();
        foreach (var user in new[] { first, first, second })
        {
            digests.Add(Digest());
            await AddAsync(digests[^1], user, At(digests.Count));
        }

        Assert.Equal(2, await _store.RemoveOfUserAsync(first, Token));
        Assert.Null(await FindAsync(digests[0], Now));
        Assert.NotNull(await FindAsync(digests[2], Now));
        Assert.Equal(0, await _store.RemoveOfAppAsync("wxanother", Token));
        Assert.Equal(1, await _store.RemoveOfAppAsync(_app, Token));
        Assert.Null(await FindAsync(digests[2], Now));
    }

    private static Comparer<byte[]> Bytes => Comparer<byte[]>.Create((one, other) => one.AsSpan().SequenceCompareTo(other));

    private static byte[] Digest() => RandomNumberGenerator.GetBytes(32);

    private static SessionTimes At(int second) => new(Now.AddSeconds(second), Now.AddSeconds(second), Now.AddHours(1));

    private async Task<long> UserAsync(string openId = "openid") => await _users.EnterAsync(_app, openId, "", "key", Token);

    private async Task<IReadOnlyList<byte[]>?> AddAsync(byte[] digest, long user, SessionTimes times, int perUser = 5)
        => await _store.AddAsync(digest, _app, user, times, perUser, Token);

    private async Task<KeptSession?> FindAsync(byte[] digest, DateTimeOffset now) => await _store.FindAsync(digest, _app, now, Token);
}
