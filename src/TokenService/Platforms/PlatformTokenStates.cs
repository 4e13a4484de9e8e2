using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Platforms.Spills;
using WxYarpGateway.TokenService.Tokens;

namespace WxYarpGateway.TokenService.Platforms;

/// <summary>Tells how this process stands with the tickets and tokens of platforms; looking causes no call.</summary>
public sealed class PlatformTokenStates
{
    private readonly ComponentTickets _tickets;
    private readonly TokenSlots _slots;
    private readonly SpilledTokens _spills;
    private readonly TimeProvider _timeProvider;

    internal PlatformTokenStates(ComponentTickets tickets, TokenSlots slots, SpilledTokens spills, TimeProvider timeProvider) =>
        (_tickets, _slots, _spills, _timeProvider) = (tickets, slots, spills, timeProvider);

    /// <summary>Gets the number of refresh tokens that the vault has yet to take. More than 0 is an alarm.</summary>
    public int Spilled => _spills.Count;

    /// <summary>Returns how it stands with a platform.</summary>
    /// <param name="platform">The platform's account.</param>
    public PlatformTokenState Of(Account platform)
    {
        ArgumentNullException.ThrowIfNull(platform);
        var slot = _slots.Find(platform, TokenKind.ComponentToken);
        return new PlatformTokenState(
            _tickets.AgeOf(platform.AppId),
            slot?.Cached is { } cached && cached.IsValid(_timeProvider.GetTimestamp())
                ? cached.Token.Lifetime.Elapsed(_timeProvider)
                : null,
            slot?.Backoff.Last?.Obstacle == TokenObstacle.WaitingForTicket);
    }
}
