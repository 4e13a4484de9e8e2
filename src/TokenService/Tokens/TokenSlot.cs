using System.Text;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Tokens.Renewals;

namespace WxYarpGateway.TokenService.Tokens;

/// <summary>What this process remembers of one account's token of one kind.</summary>
internal sealed class TokenSlot(Account account, TokenKind kind, TimeProvider timeProvider)
{
    private volatile CachedToken? _cached;
    private volatile Refusal? _refusal;
    private volatile TaskCompletionSource _change = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _usedAt = timeProvider.GetTimestamp();

    public Account Account { get; } = account;

    public TokenKind Kind { get; } = kind;

    public string Key { get; } = TokenKey.Of(account, kind);

    /// <summary>Gets the token that this process has; null when it has none.</summary>
    public CachedToken? Cached => _cached;

    public Backoff Backoff { get; } = new(timeProvider);

    /// <summary>Gets a task that ends when another replica writes the token.</summary>
    public Task NextChange => _change.Task;

    /// <summary>Gets how long nobody has asked for the token.</summary>
    public TimeSpan UnusedFor => timeProvider.GetElapsedTime(Volatile.Read(ref _usedAt));

    public void Use(long now) => Volatile.Write(ref _usedAt, now);

    /// <summary>Takes a token into memory.</summary>
    public CachedToken Cache(Token token) => _cached = new CachedToken(token, Schedule, timeProvider);

    /// <summary>Takes note that somebody wrote the token to the store; the own copy is dropped unless it is that very token.</summary>
    public void OnChanged(StoreChange change)
    {
        if (_cached is { } cached && StoreChange.FingerprintOf(Encoding.UTF8.GetBytes(cached.Token.Value)) != change.Fingerprint)
        {
            cached.Supersede();
        }

        Interlocked.Exchange(ref _change, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    /// <summary>Remembers for a while that a refused token cannot be replaced yet.</summary>
    public void Refuse(string rejected, WeChatError error, TimeSpan pause) =>
        _refusal = new Refusal(rejected, error, Lifetime.Start(pause, timeProvider));

    /// <summary>Returns why the refused token cannot be replaced now; null when trying is worth it.</summary>
    public WeChatError? RefusalOf(string rejected)
    {
        if (_refusal is not { } refusal || refusal.Rejected != rejected)
        {
            return Backoff.Current();
        }

        var remaining = refusal.Pause.Remaining(timeProvider);
        return remaining > TimeSpan.Zero ? refusal.Error with { RetryAfter = remaining } : Backoff.Current();
    }

    // Asking for a ticket again returns the same until shortly before it expires, as the stable endpoint does with tokens.
    private TokenEndpoint Schedule => Kind == TokenKind.AccessToken ? Account.TokenEndpoint : TokenEndpoint.Stable;

    private sealed record Refusal(string Rejected, WeChatError Error, Lifetime Pause)
    {
        public override string ToString() => Error.Message;
    }
}
