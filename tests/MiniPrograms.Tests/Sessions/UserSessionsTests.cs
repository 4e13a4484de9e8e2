using Microsoft.Extensions.Logging.Abstractions;
using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.MiniPrograms.Sessions;
using WxYarpGateway.MiniPrograms.Users;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Store;

namespace WxYarpGateway.MiniPrograms.Tests.Sessions;

public sealed class UserSessionsTests : IDisposable
{
    private const long User = 7;

    private readonly FakeTimeProvider _clock = new();
    private readonly MemorySessionStore _store = new();
    private readonly News _news = new();
    private readonly SessionNews _told;
    private readonly UserSessions _sessions;

    public UserSessionsTests()
    {
        var cache = new SessionCache(_clock);
        _told = new SessionNews(_news, cache);
        _told.StartAsync(Cancelled).GetAwaiter().GetResult();
        _sessions = new UserSessions(_store, cache, _told, _clock, NullLogger<UserSessions>.Instance);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _sessions.Dispose();
        _told.Dispose();
    }

    [Fact]
    public async Task A_session_in_memory_costs_no_read_for_half_a_minute()
    {
        var token = await BeginAsync();

        for (var second = 0; second < 30; second++)
        {
            Assert.NotNull(await FindAsync(token));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(1, _store.Reads);
        Assert.NotNull(await FindAsync(token));
        Assert.Equal(2, _store.Reads);
    }

    [Fact]
    public async Task A_session_that_is_used_slides_at_most_every_ten_minutes()
    {
        var token = await BeginAsync();

        for (var minute = 0; minute < 25; minute++)
        {
            Assert.NotNull(await FindAsync(token));
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(2, _store.Slides);
    }

    [Fact]
    public async Task One_that_is_not_used_ends_and_one_that_is_used_ends_at_the_longest()
    {
        var app = AppWith(new LoginSessionOptions { Life = TimeSpan.FromHours(1), Longest = TimeSpan.FromHours(3) });
        var (idle, busy) = (await BeginAsync(app), await BeginAsync(app));
        var lasted = TimeSpan.Zero;

        while (await FindAsync(busy, app) is not null)
        {
            _clock.Advance(TimeSpan.FromMinutes(5));
            lasted += TimeSpan.FromMinutes(5);
        }

        Assert.Equal(TimeSpan.FromHours(3), lasted);
        Assert.Null(await FindAsync(idle, app));
    }

    [Fact]
    public async Task A_session_ends_in_memory_at_the_moment_that_it_ends()
    {
        var app = AppWith(new LoginSessionOptions { Life = TimeSpan.FromSeconds(10) });
        var token = await BeginAsync(app);
        Assert.NotNull(await FindAsync(token, app));

        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Null(await FindAsync(token, app));
    }

    [Fact]
    public async Task What_ends_a_session_ends_it_in_memory_too()
    {
        var tokens = new List<string>();
        for (var count = 0; count < 4; count++)
        {
            tokens.Add(await BeginAsync());
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            Assert.NotNull(await FindAsync(tokens[^1]));
        }

        await _sessions.EndAsync((await FindAsync(tokens[0]))!, Cancelled);
        Assert.Equal("-+++", await AreInAsync(tokens));

        await _sessions.EndAllOfAsync(User, Cancelled);
        Assert.Equal("----", await AreInAsync(tokens));

        var again = await BeginAsync();
        Assert.NotNull(await FindAsync(again));
        await _sessions.EndAllOfAppAsync("wx1", Cancelled);
        Assert.Null(await FindAsync(again));
    }

    [Fact]
    public async Task A_token_whose_digest_is_known_is_no_better_for_that()
    {
        var token = await BeginAsync();
        for (var count = 0; count < 3; count++)
        {
            Assert.NotNull(await FindAsync(token));
        }

        Assert.Null(await FindAsync(token, AppWith(new LoginSessionOptions(), "wx2")));
        await _sessions.EndAllOfAsync(User, Cancelled);

        Assert.Null(await FindAsync(token));
    }

    [Fact]
    public async Task A_session_that_ends_while_it_is_read_is_not_remembered()
    {
        var token = await BeginAsync();
        _store.BeforeRead = async () =>
        {
            _store.BeforeRead = () => Task.CompletedTask;
            await _sessions.EndAllOfAsync(User, Cancelled);
        };

        // The read began before the end.
        Assert.NotNull(await FindAsync(token));
        Assert.Null(await FindAsync(token));
    }

    [Fact]
    public async Task A_hundred_requests_with_a_token_that_is_not_in_memory_read_once()
    {
        var token = await BeginAsync();
        var gate = new TaskCompletionSource();
        _store.BeforeRead = () => gate.Task;

        var all = Enumerable.Range(0, 100).Select(_ => FindAsync(token).AsTask()).ToList();
        gate.SetResult();

        Assert.All(await Task.WhenAll(all), Assert.NotNull);
        Assert.Equal(1, _store.Reads);
    }

    [Fact]
    public async Task A_token_that_is_unknown_over_or_another_apps_is_looked_up_alike()
    {
        var app = AppWith(new LoginSessionOptions { Life = TimeSpan.FromSeconds(5) });
        var token = await BeginAsync(app);
        Assert.NotNull(await FindAsync(token, app));
        _clock.Advance(TimeSpan.FromSeconds(5));
        var reads = _store.Reads;

        Assert.Null(await FindAsync(token, app));
        Assert.Null(await FindAsync("unknown", app));
        Assert.Null(await FindAsync(token, AppWith(new LoginSessionOptions(), "wx2")));

        Assert.Equal(reads + 3, _store.Reads);
    }

    [Fact]
    public async Task While_the_database_is_away_sessions_in_memory_are_good()
    {
        var token = await BeginAsync();
        Assert.NotNull(await FindAsync(token));
        _store.IsAway = true;

        Assert.NotNull(await FindAsync(token));
        await Assert.ThrowsAsync<UsersUnavailableException>(async () => await FindAsync("another"));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("token zz")]
    [InlineData("user -1")]
    [InlineData("")]
    public async Task News_that_nobody_understands_change_nothing(string text)
    {
        var token = await BeginAsync();
        Assert.NotNull(await FindAsync(token));

        await _news.PublishAsync("login-sessions", text, Cancelled);

        Assert.NotNull(await FindAsync(token));
        Assert.Equal(1, _store.Reads);
    }

    private static LoginApp AppWith(LoginSessionOptions session, string appId = "wx1")
    {
        Assert.True(AppId.TryParse(appId, out var parsed));
        return new LoginApp(
            "mini",
            new Account("mini", ServiceKind.MiniProgram, parsed, default, TokenEndpoint.Stable),
            new LoginOptions { Session = session },
            null);
    }

    private async Task<string> BeginAsync(LoginApp? app = null)
        => (await _sessions.BeginAsync(app ?? AppWith(new LoginSessionOptions()), User, Cancelled))!;

    private ValueTask<UserSession?> FindAsync(string token, LoginApp? app = null)
    {
        app ??= AppWith(new LoginSessionOptions());
        return _sessions.TryFind(app, token, out var digest, out var session)
            ? ValueTask.FromResult<UserSession?>(session)
            : _sessions.ReadAsync(app, digest, Cancelled);
    }

    private async Task<string> AreInAsync(List<string> tokens)
    {
        var found = "";
        foreach (var token in tokens)
        {
            found += await FindAsync(token) is null ? '-' : '+';
        }

        return found;
    }

    /// <summary>Tells this process at once.</summary>
    private sealed class News : IStoreNews
    {
        private readonly List<Action<string>> _heard = [];

        public IDisposable Subscribe(string topic, Action<string> heard)
        {
            _heard.Add(heard);
            return new CancellationTokenSource();
        }

        public ValueTask<bool> PublishAsync(string topic, string text, CancellationToken cancellationToken)
        {
            _heard.ForEach(heard => heard(text));
            return ValueTask.FromResult(true);
        }
    }
}
