using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.TokenService.Tokens;

/// <summary>Tells how this process stands with its tokens; looking causes no renewal.</summary>
internal sealed class TokenStates(TokenSlots slots, TimeProvider timeProvider)
{
    /// <summary>Returns the tokens of an account that somebody has asked for lately.</summary>
    public IReadOnlyList<TokenState> Of(Account account) =>
        [.. Enum.GetValues<TokenKind>().Select(kind => slots.Find(account, kind)).OfType<TokenSlot>().Select(StateOf)];

    private TokenState StateOf(TokenSlot slot)
    {
        var left = slot.Cached is { } cached && cached.IsValid(timeProvider.GetTimestamp())
            ? cached.Token.Lifetime.Remaining(timeProvider) - CachedToken.SafetyMargin
            : (TimeSpan?)null;
        var error = slot.Backoff.Last;
        return new TokenState(slot.Kind, left, error?.Message, error?.RetryAfter);
    }
}
