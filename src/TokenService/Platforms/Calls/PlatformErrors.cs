using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.TokenService.Platforms.Calls;

/// <summary>What WeChat's error codes mean at the APIs of platforms. The same numbers mean other things elsewhere.</summary>
internal static class PlatformErrors
{
    /// <summary>How soon a caller may try again that waits for a ticket.</summary>
    public static readonly TimeSpan TicketPause = TimeSpan.FromSeconds(5);

    /// <summary>Gets the error of a platform that has no ticket which WeChat takes.</summary>
    public static WeChatError WaitingForTicket { get; } = new(
        null,
        ErrorClass.Busy,
        "The platform waits for a ticket (component_verify_ticket) that WeChat takes. WeChat pushes one every 10 minutes to the "
        + "authorization event URL; check that URL, and that its answer is nothing but 'success'.",
        TicketPause)
    {
        Obstacle = TokenObstacle.WaitingForTicket,
    };

    /// <summary>Returns whether <c>api_component_token</c> refused the ticket.</summary>
    public static bool IsTicketRefused(WeChatError error) => error.ErrorCode is ErrorCodes.TicketExpired or ErrorCodes.TicketInvalid;

    /// <summary>Returns an error of the calls that carry the platform's secret: there is no token yet that could be refused.</summary>
    public static WeChatError OfSecret(WeChatError error) => error.ErrorCode switch
    {
        ErrorCodes.InvalidCredential or ErrorCodes.InvalidAccessToken =>
            error with { Class = ErrorClass.Configuration, Message = $"{error.Message} Check the platform's AppSecret." },
        ErrorCodes.InvalidComponent =>
            error with { Class = ErrorClass.Configuration, Message = $"{error.Message} Check the platform's AppId." },
        _ => error,
    };

    /// <summary>Returns an error of <c>api_query_auth</c>.</summary>
    public static WeChatError OfCode(WeChatError error) => error.ErrorCode switch
    {
        ErrorCodes.AuthorizationCodeInvalid or ErrorCodes.AuthorizationCodeExpired => error with { Class = ErrorClass.UserAuthorization },
        _ => OfCall(error),
    };

    /// <summary>Returns an error of the other calls that carry the component token.</summary>
    public static WeChatError OfCall(WeChatError error) => error.ErrorCode switch
    {
        ErrorCodes.NotAuthorizedByAccount => error with { Class = ErrorClass.Permission, Obstacle = TokenObstacle.Unauthorized },
        ErrorCodes.PlatformUnauthorized => error with { Class = ErrorClass.Permission },
        ErrorCodes.InvalidComponent => error with { Class = ErrorClass.Configuration },
        _ => error,
    };
}
