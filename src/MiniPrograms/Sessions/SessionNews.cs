using System.Globalization;
using Microsoft.Extensions.Hosting;
using WxYarpGateway.TokenService.Store;

namespace WxYarpGateway.MiniPrograms.Sessions;

/// <summary>Tells all replicas which sessions to read again: those that were ended, and those whose user changed.</summary>
/// <remarks>While the store's channel is down, replicas find out when they have forgotten the session: within half a minute.</remarks>
internal sealed class SessionNews(IStoreNews news, SessionCache cache) : IHostedService, IDisposable
{
    private const string Topic = "login-sessions";
    private const string OfToken = "token";
    private const string OfUser = "user";
    private const string OfApp = "app";

    private IDisposable? _subscription;

    /// <summary>Tells that a session was ended.</summary>
    public ValueTask<bool> TellTokenAsync(TokenDigest digest, CancellationToken cancellationToken)
        => news.PublishAsync(Topic, $"{OfToken} {digest}", cancellationToken);

    /// <summary>Tells that a user's sessions were ended, or that something about the user changed.</summary>
    public ValueTask<bool> TellUserAsync(long user, CancellationToken cancellationToken)
        => news.PublishAsync(Topic, string.Create(CultureInfo.InvariantCulture, $"{OfUser} {user}"), cancellationToken);

    /// <summary>Tells that all sessions of a mini program were ended.</summary>
    public ValueTask<bool> TellAppAsync(string app, CancellationToken cancellationToken)
        => news.PublishAsync(Topic, $"{OfApp} {app}", cancellationToken);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _subscription = news.Subscribe(Topic, Hear);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _subscription, null)?.Dispose();

    private void Hear(string text)
    {
        switch (text.Split(' '))
        {
            case [OfToken, var hex] when TokenDigest.TryParse(hex, out var digest):
                cache.Drop(digest);
                break;
            case [OfUser, var id] when long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var user):
                cache.Drop(session => session.User.Id == user);
                break;
            case [OfApp, var app]:
                cache.Drop(session => session.User.App == app);
                break;
        }
    }
}
