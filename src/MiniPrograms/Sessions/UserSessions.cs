using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.MiniPrograms.Users;
using WxYarpGateway.TokenService;

namespace WxYarpGateway.MiniPrograms.Sessions;

/// <summary>Begins, finds and ends the sessions of users.</summary>
/// <remarks>
/// What is ended is ended in the database first; then all replicas are told. Every method but those of <see cref="IDisposable"/> may throw
/// <see cref="UsersUnavailableException"/>.
/// </remarks>
internal sealed partial class UserSessions(
    ISessionStore store, SessionCache cache, SessionNews news, TimeProvider clock, ILogger<UserSessions> logger) : IDisposable
{
    // Each use would be a write, and phones make many requests.
    private static readonly TimeSpan SlideEvery = TimeSpan.FromMinutes(10);

    private readonly KnownTokens _tokens = new();
    private readonly SingleFlight<(TokenDigest Digest, string App), UserSession?> _reads = new();

    /// <summary>Begins a session; returns its token, which is kept nowhere; <see langword="null"/> for a user who is erased.</summary>
    public async ValueTask<string?> BeginAsync(LoginApp app, long user, CancellationToken cancellationToken)
    {
        var (token, digest) = TokenDigest.Create();
        var now = clock.GetUtcNow();
        var options = app.Options.Session;
        var times = new SessionTimes(now, now, EndOf(options, now, now));
        var ended = await store.AddAsync(digest.ToBytes(), app.AppId.Value, user, times, options.PerUser, cancellationToken);
        foreach (var oldest in ended ?? [])
        {
            await news.TellTokenAsync(TokenDigest.FromBytes(oldest), cancellationToken);
        }

        return ended is null ? null : token;
    }

    /// <summary>Finds the session of a token in this process's memory.</summary>
    /// <param name="app">The mini program that the token is shown to.</param>
    /// <param name="token">What a client sent.</param>
    /// <param name="digest">Its digest, by which <see cref="ReadAsync"/> asks the database.</param>
    /// <param name="session">The session.</param>
    public bool TryFind(LoginApp app, string token, out TokenDigest digest, [NotNullWhen(true)] out UserSession? session)
    {
        digest = _tokens.DigestOf(token, out var hash);
        if (!cache.TryGet(digest, out session) || session.User.App != app.AppId.Value)
        {
            session = null;
            return false;
        }

        if (hash is { } unknown)
        {
            _tokens.Remember(unknown, digest);
        }

        return true;
    }

    /// <summary>
    /// Reads the session of a token that is not in memory; <see langword="null"/> when there is none, it has ended, or is another app's.
    /// </summary>
    /// <param name="app">The mini program that the token is shown to.</param>
    /// <param name="digest">The token's digest.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<UserSession?> ReadAsync(LoginApp app, TokenDigest digest, CancellationToken cancellationToken)
        => await _reads.RunAsync(
            (digest, app.AppId.Value),
            (Self: this, App: app, Digest: digest),
            static (call, stopping) => call.Self.ReadOnceAsync(call.App, call.Digest, stopping)).WaitAsync(cancellationToken);

    /// <summary>Ends a session.</summary>
    public async ValueTask EndAsync(UserSession session, CancellationToken cancellationToken)
    {
        await store.RemoveAsync(session.Digest.ToBytes(), cancellationToken);
        await news.TellTokenAsync(session.Digest, CancellationToken.None);
    }

    /// <summary>Ends all sessions of a user; returns how many there were.</summary>
    public async ValueTask<int> EndAllOfAsync(long user, CancellationToken cancellationToken)
    {
        var ended = await store.RemoveOfUserAsync(user, cancellationToken);
        await news.TellUserAsync(user, CancellationToken.None);
        return ended;
    }

    /// <summary>Ends all sessions of a mini program; returns how many there were.</summary>
    public async ValueTask<long> EndAllOfAppAsync(string app, CancellationToken cancellationToken)
    {
        var ended = await store.RemoveOfAppAsync(app, cancellationToken);
        await news.TellAppAsync(app, CancellationToken.None);
        return ended;
    }

    /// <summary>Tells all replicas that something about a user changed, so that backends get it with the next request.</summary>
    public async ValueTask RefreshAsync(long user) => await news.TellUserAsync(user, CancellationToken.None);

    /// <inheritdoc/>
    public void Dispose() => _reads.Dispose();

    private static DateTimeOffset EndOf(LoginSessionOptions options, DateTimeOffset createdAt, DateTimeOffset now)
    {
        var (sliding, longest) = (now + options.Life, createdAt + options.Longest);
        return sliding < longest ? sliding : longest;
    }

    private async Task<UserSession?> ReadOnceAsync(LoginApp app, TokenDigest digest, CancellationToken cancellationToken)
    {
        var version = cache.Version;
        var now = clock.GetUtcNow();
        var kept = await store.FindAsync(digest.ToBytes(), app.AppId.Value, now, cancellationToken);
        if (kept is null || now >= kept.Times.CreatedAt + app.Options.Session.Longest)
        {
            return null;
        }

        var session = new UserSession(digest, kept.User, await SlideAsync(app, digest, kept.Times, now, cancellationToken));
        cache.Add(session, version);
        return session;
    }

    private async ValueTask<DateTimeOffset> SlideAsync(
        LoginApp app, TokenDigest digest, SessionTimes times, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var options = app.Options.Session;
        var every = options.Life / 2 < SlideEvery ? options.Life / 2 : SlideEvery;
        if (now - times.SeenAt < every)
        {
            return times.ExpiresAt;
        }

        var end = EndOf(options, times.CreatedAt, now);
        try
        {
            await store.SlideAsync(digest.ToBytes(), now, end, cancellationToken);
            return end;
        }
        catch (UsersUnavailableException e)
        {
            Log.NotSlid(logger, app.ShownName, e.Message);
            return times.ExpiresAt;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "The use of a session of service '{Service}' cannot be written: '{Reason}' The request goes on; the next one writes it.",
            EventName = "NotSlid")]
        public static partial void NotSlid(ILogger logger, string service, string reason);
    }
}
