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
        var token = slot.Cached is { } cached && cached.IsValid(_timeProvider.GetTimestamp()) ? cached.Token : null;
        var error = slot.Backoff.Last;
        return new TokenState(
            slot.Kind, token?.Lifetime.Remaining(_timeProvider) - CachedToken.SafetyMargin, error?.Message, error?.RetryAfter)
        {
            Age = token?.Lifetime.Elapsed(_timeProvider),
            ErrorCode = error?.ErrorCode,
        };
    }
}
