using System.Text;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Tokens.Renewals;

namespace WxYarpGateway.TokenService.Tokens;

/// <summary>What this process remembers of one account's token of one kind.</summary>
internal sealed class TokenSlot(Account account, TokenKind kind, TimeProvider timeProvider)
{
    private readonly Lock _gate = new();
    private volatile Account _account = account;
    private volatile CachedToken? _cached;
    private volatile Refusal? _refusal;
    private volatile TaskCompletionSource _change = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isWithdrawn;
    private long _generation;
    private long _usedAt = timeProvider.GetTimestamp();

    /// <summary>Gets the account, with the newest configuration of its platform that a caller came with.</summary>
    public Account Account => _account;

    public TokenKind Kind { get; } = kind;

    public string Key { get; } = TokenKey.Of(account, kind);

    /// <summary>Gets whose token it is, for logs.</summary>
    public string Owner => _account.Component is null ? _account.Service : $"{_account.Service}/{_account.AppId.Value}";

    /// <summary>Gets the token that this process has; null when it has none.</summary>
    public CachedToken? Cached => _cached;

    public Backoff Backoff { get; } = new(timeProvider);

    /// <summary>Gets a task that ends when another replica writes the token.</summary>
    public Task NextChange => _change.Task;

    /// <summary>
    /// Gets a value indicating whether the token was withdrawn and nobody has had a new one since. What the store may still have is old.
    /// </summary>
    public bool IsWithdrawn => _isWithdrawn;

    /// <summary>Gets a number that changes whenever the token is withdrawn, or replaced from outside: a renewal under way is in vain then.
    /// </summary>
    public long Generation => Volatile.Read(ref _generation);

    /// <summary>Gets how long nobody has asked for the token.</summary>
    public TimeSpan UnusedFor => timeProvider.GetElapsedTime(Volatile.Read(ref _usedAt));

    public void Use(long now) => Volatile.Write(ref _usedAt, now);

    /// <summary>Takes the account as a caller has it now: an authorizer's slot outlives a new secret of the platform.</summary>
    public void Use(Account account)
    {
        if (account.Component is not { } platform || ReferenceEquals(_account, account))
        {
            return;
        }

        var before = _account;
        _account = account;
        if (before.Component!.AppSecret != platform.AppSecret)
        {
            // What was wrong with the old secret need not be with the new one.
            Backoff.Succeed();
        }
    }

    /// <summary>Takes a token into memory.</summary>
    public CachedToken Cache(Token token) => _cached = Schedule(token);

    /// <summary>
    /// Takes a token that a renewal brought into memory; null, and nothing done, when the token was withdrawn or replaced meanwhile.
    /// </summary>
    public CachedToken? Cache(Token token, long generation)
    {
        lock (_gate)
        {
            if (_generation != generation)
            {
                return null;
            }

            _isWithdrawn = false;
            return _cached = Schedule(token);
        }
    }

    /// <summary>Takes a token that came from elsewhere than a renewal, and that ends the one before.</summary>
    public void Replace(Token token)
    {
        lock (_gate)
        {
            _generation++;
            _isWithdrawn = false;
            _cached = Schedule(token);
        }

        Backoff.Succeed();
        Tell();
    }

    /// <summary>Drops the token. Until there is a new one, the store is not asked either: it may still have the old one.</summary>
    public void Withdraw()
    {
        lock (_gate)
        {
            _generation++;
            _isWithdrawn = true;
            _cached = null;
        }

        Tell();
    }

    /// <summary>Takes note that somebody wrote the token to the store, or removed it from there.</summary>
    public void OnChanged(StoreChange change)
    {
        if (change.IsRemoval)
        {
            lock (_gate)
            {
                _generation++;
                _cached = null;
            }
        }
        else
        {
            // The own copy is dropped unless it is that very token.
            if (_cached is { } cached && StoreChange.FingerprintOf(Encoding.UTF8.GetBytes(cached.Token.Value)) != change.Fingerprint)
            {
                cached.Supersede();
            }

            // Whatever kept this replica from having one, another has one now.
            _isWithdrawn = false;
            Backoff.Succeed();
        }

        Tell();
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

    private void Tell() =>
        Interlocked.Exchange(ref _change, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    private CachedToken Schedule(Token token) => Kind switch
    {
        TokenKind.ComponentToken or TokenKind.AuthorizerToken => CachedToken.OfPlatform(token, timeProvider),
        TokenKind.AccessToken => new CachedToken(token, _account.TokenEndpoint, timeProvider),

        // Asking for a ticket again returns the same until shortly before it expires, as the stable endpoint does with tokens.
        _ => new CachedToken(token, TokenEndpoint.Stable, timeProvider),
    };

    private sealed record Refusal(string Rejected, WeChatError Error, Lifetime Pause)
    {
        public override string ToString() => Error.Message;
    }
}
