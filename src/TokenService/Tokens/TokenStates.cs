using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.TokenService.Tokens;

/// <summary>Tells how this process stands with its tokens; looking causes no renewal.</summary>
public sealed class TokenStates
{
    private readonly TokenSlots _slots;
    private readonly TimeProvider _timeProvider;

    internal TokenStates(TokenSlots slots, TimeProvider timeProvider)
    {
        _slots = slots;
        _timeProvider = timeProvider;
    }

    /// <summary>Returns the tokens of an account that somebody has asked for lately.</summary>
    /// <param name="account">The account.</param>
    public IReadOnlyList<TokenState> Of(Account account) =>
        [.. Enum.GetValues<TokenKind>().Select(kind => _slots.Find(account, kind)).OfType<TokenSlot>().Select(StateOf)];

    private TokenState StateOf(TokenSlot slot)
    {
        var left = slot.Cached is { } cached && cached.IsValid(_timeProvider.GetTimestamp())
            ? cached.Token.Lifetime.Remaining(_timeProvider) - CachedToken.SafetyMargin
            : (TimeSpan?)null;
        var error = slot.Backoff.Last;
        return new TokenState(slot.Kind, left, error?.Message, error?.RetryAfter);
    }
}
