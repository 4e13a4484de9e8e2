using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.TokenService.Tokens.Renewals;

/// <summary>How a renewal ended and what those who waited for it get.</summary>
internal sealed record RenewalOutcome(RenewalResult Result, WeChatResult<Token> Token)
{
    public static RenewalOutcome ClassicWithoutStore { get; } = new(
        RenewalResult.StoreDown,
        new WeChatError(
            null,
            ErrorClass.Busy,
            "The token store does not answer, and asking the classic endpoint without it would end the other replicas' access token. "
            + "Fix the store, or use the Stable endpoint."));

    public static RenewalOutcome NotAlone(TokenKind kind) => new(
        RenewalResult.StoreDown,
        new WeChatError(
            null,
            ErrorClass.Busy,
            $"The token store does not answer, and without it only one replica may renew the {kind.Words()}, which is not this one. "
            + "Fix the store."));

    public static RenewalOutcome Withdrawn(TokenKind kind) => new(
        RenewalResult.Failed,
        new WeChatError(
            null, ErrorClass.Permission, $"The {kind.Words()} was withdrawn while it was renewed: the account ended its authorization.")
        {
            Obstacle = TokenObstacle.Unauthorized,
        });

    public static RenewalOutcome TimedOut(TokenKind kind) => new(
        RenewalResult.TimedOut,
        new WeChatError(null, ErrorClass.Busy, $"Another replica is renewing the {kind.Words()} and did not finish in time.")
        {
            IsUnanswered = true,
        });

    public static RenewalOutcome StoreDown(TokenKind kind) => new(
        RenewalResult.StoreDown,
        new WeChatError(null, ErrorClass.Busy, $"The token store does not answer; the {kind.Words()} is renewed as soon as it does."));

    public static RenewalOutcome Cached(RenewalResult result, CachedToken cached) => new(result, cached.Result);

    public static RenewalOutcome Failed(WeChatError error) => new(RenewalResult.Failed, error);

    public static RenewalOutcome StillRejected(TokenKind kind, TimeSpan forcedAgainAfter) => new(
        RenewalResult.StillRejected,
        new WeChatError(
            null,
            ErrorClass.Throttled,
            $"WeChat still gives out the {kind.Words()} that it refused, and forcing a new one is not allowed again yet.",
            forcedAgainAfter));
}
