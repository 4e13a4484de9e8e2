using System.Collections.Concurrent;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Store;

namespace WxYarpGateway.TokenService.Tokens;

/// <summary>The memory of this process: one slot for each set of credentials and each kind of token that somebody asked for.</summary>
internal sealed class TokenSlots : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<(Credentials, TokenKind), TokenSlot> _slots = [];
    private readonly ConcurrentDictionary<string, TokenSlot> _byKey = new(StringComparer.Ordinal);
    private readonly IExpiringStore _store;
    private readonly TimeProvider _timeProvider;

    public TokenSlots(IExpiringStore store, TimeProvider timeProvider)
    {
        _store = store;
        _timeProvider = timeProvider;
        store.Changed += OnChanged;
    }

    /// <summary>Gets the slots as they are now.</summary>
    public IEnumerable<TokenSlot> All => _slots.Values;

    public TokenSlot For(Account account, TokenKind kind = TokenKind.AccessToken)
    {
        var key = (Credentials.Of(account), kind);
        if (!_slots.TryGetValue(key, out var slot))
        {
            return Add(key, account);
        }

        slot.Use(account);
        return slot;
    }

    /// <summary>Returns the slot of a token that somebody asked for, or null when nobody has.</summary>
    public TokenSlot? Find(Account account, TokenKind kind) => _slots.GetValueOrDefault((Credentials.Of(account), kind));

    public void Remove(TokenSlot slot)
    {
        lock (_gate)
        {
            _slots.TryRemove(new((Credentials.Of(slot.Account), slot.Kind), slot));
            _byKey.TryRemove(new(slot.Key, slot));
        }
    }

    public void Dispose() => _store.Changed -= OnChanged;

    private TokenSlot Add((Credentials Credentials, TokenKind Kind) key, Account account)
    {
        lock (_gate)
        {
            if (!_slots.TryGetValue(key, out var slot))
            {
                _slots[key] = slot = new TokenSlot(account, key.Kind, _timeProvider);
                _byKey[slot.Key] = slot;
            }

            return slot;
        }
    }

    // Every replica is told of every write to the store, so most news are of no slot here.
    private void OnChanged(StoreChange change)
    {
        if (_byKey.TryGetValue(change.Key, out var slot))
        {
            slot.OnChanged(change);
            if (slot.Kind == TokenKind.AuthorizerToken && !change.IsRemoval)
            {
                // Whatever kept the tickets from being had, the account has authorized the platform again.
                Find(slot.Account, TokenKind.JsApiTicket)?.Backoff.Succeed();
                Find(slot.Account, TokenKind.WxCardTicket)?.Backoff.Succeed();
            }
        }
    }
}
