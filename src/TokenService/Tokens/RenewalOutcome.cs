using WxYarpGateway.TokenService.WeChatApi;

namespace WxYarpGateway.TokenService.Tokens;

/// <summary>How a renewal ended and what those who waited for it get.</summary>
internal sealed record RenewalOutcome(RenewalResult Result, TokenResult Token)
{
    public static RenewalOutcome TimedOut { get; } = new(
        RenewalResult.TimedOut,
        new WeChatError(null, ErrorClass.Busy, "Another replica is renewing the access token and did not finish in time."));

    public static RenewalOutcome StoreDown { get; } = new(
        RenewalResult.StoreDown,
        new WeChatError(null, ErrorClass.Busy, "The token store does not answer; the access token is renewed as soon as it does."));

    public static RenewalOutcome ClassicWithoutStore { get; } = new(
        RenewalResult.StoreDown,
        new WeChatError(
            null,
            ErrorClass.Busy,
            "The token store does not answer, and asking the classic endpoint without it would end the other replicas' access token. "
            + "Mend the store, or use the Stable endpoint."));

    public static RenewalOutcome Held(RenewalResult result, HeldToken held) => new(result, held.Result);

    public static RenewalOutcome Failed(WeChatError error) => new(RenewalResult.Failed, error);

    public static RenewalOutcome StillRejected(TimeSpan forcedAgainAfter) => new(
        RenewalResult.StillRejected,
        new WeChatError(
            null,
            ErrorClass.Throttled,
            "WeChat still gives out the access token that it refused, and forcing a new one is not allowed again yet.",
            forcedAgainAfter));
}
