using System.Collections.Concurrent;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Store;

namespace WxYarpGateway.TokenService.Tokens;

/// <summary>The memory of this process: one slot for each set of credentials and each kind of token that somebody asked for.</summary>
internal sealed class TokenSlots : IDisposable
{
    private readonly ConcurrentDictionary<(Credentials, TokenKind), TokenSlot> _slots = [];
    private readonly ITokenStore _store;
    private readonly TimeProvider _timeProvider;

    public TokenSlots(ITokenStore store, TimeProvider timeProvider)
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
        return _slots.TryGetValue(key, out var slot)
            ? slot
            : _slots.GetOrAdd(key, static (_, state) => new TokenSlot(state.account, state.kind, state._timeProvider), (account, kind, _timeProvider));
    }

    /// <summary>Returns the slot of a token that somebody asked for, or null when nobody has.</summary>
    public TokenSlot? Find(Account account, TokenKind kind) => _slots.GetValueOrDefault((Credentials.Of(account), kind));

    public void Remove(TokenSlot slot) => _slots.TryRemove((Credentials.Of(slot.Account), slot.Kind), out _);

    public void Dispose() => _store.Changed -= OnChanged;

    private void OnChanged(TokenChange change)
    {
        foreach (var slot in _slots.Values.Where(slot => slot.Key == change.Key))
        {
            slot.Notice(change);
        }
    }
}
