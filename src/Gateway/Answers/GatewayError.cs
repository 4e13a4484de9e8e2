using System.Globalization;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.Gateway.Answers;

/// <summary>
/// An error that the gateway itself answers, with a code that WeChat does not use.
/// </summary>
/// <remarks>
/// A code is -70 followed by the HTTP status. All of them are listed in <c>docs/wechat-api.md</c>, and the console has them in Chinese.
/// </remarks>
internal sealed record GatewayError(int Code, int Status, string Message)
{
    /// <summary>The request is not what the endpoint takes.</summary>
    public const int BadRequest = -70400;

    /// <summary>No API key, or a wrong one.</summary>
    public const int Unauthorized = -70401;

    /// <summary>The API key is not good for the endpoint, or nobody may do what was asked.</summary>
    public const int Forbidden = -70403;

    /// <summary>No such endpoint, or no such service.</summary>
    public const int NotFound = -70404;

    /// <summary>The method does not fit the endpoint.</summary>
    public const int MethodNotAllowed = -70405;

    /// <summary>The account has to authorize the platform again.</summary>
    public const int Conflict = -70409;

    /// <summary>Somebody else has changed the thing in the meantime.</summary>
    public const int Changed = -70412;

    /// <summary>The body is larger than the endpoint takes.</summary>
    public const int TooLarge = -70413;

    /// <summary>The request can be read, and what it holds cannot be used.</summary>
    public const int Unusable = -70422;

    /// <summary>WeChat cannot be reached, or broke off.</summary>
    public const int WeChatUnreachable = -70502;

    /// <summary>WeChat gives no token for the account, or none just now, or the store does not answer; the text says why.</summary>
    public const int Unavailable = -70503;

    /// <summary>WeChat did not answer in time.</summary>
    public const int WeChatLate = -70504;

    // -70 before the status, as all codes above are made.
    private const int FirstCode = -70_000;

    /// <summary>Gets a value indicating whether the error is the gateway's own; else its code is WeChat's.</summary>
    public bool IsOurs => Code == FirstCode - Status;

    /// <summary>Gets what is wrong with a request, each with its path in the body or query; empty when the message says all.</summary>
    public IReadOnlyList<RequestError> Errors { get; init; } = [];

    /// <summary>
    /// Gets the link on which an account authorizes the platform again, where that would help; else <see langword="null"/>.
    /// </summary>
    public Uri? AuthorizationUrl { get; init; }

    /// <summary>Gets what WeChat's errcode means and what ends it, where that is known; else <see langword="null"/>.</summary>
    public string? Hint { get; init; }

    /// <summary>Gets the id of what is under way already, where that is why; else <see langword="null"/>.</summary>
    public string? Id { get; init; }

    /// <summary>Gets the methods that are allowed, where another one was used.</summary>
    public string? Allow { get; init; }

    /// <summary>Gets how long a caller should wait before it asks again, where that is known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Gets the value of the header <c>Retry-After</c>, or <see langword="null"/>.</summary>
    public string? RetryAfterSeconds
        => RetryAfter is { } wait ? Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture) : null;

    /// <summary>Returns an error of the gateway's own, with the code of its status.</summary>
    public static GatewayError Of(int status, string message) => new(FirstCode - status, status, message);

    /// <summary>Returns the error for a token that WeChat or the store does not give.</summary>
    public static GatewayError Of(WeChatError error)
        => Of(StatusCodes.Status503ServiceUnavailable, error.Message) with { RetryAfter = error.RetryAfter };

    /// <summary>Returns the error for a path that is no endpoint, or for a thing that does not exist.</summary>
    public static GatewayError Missing(string message) => Of(StatusCodes.Status404NotFound, message);

    /// <summary>Returns the error for a path at which the internal listener serves nothing.</summary>
    public static GatewayError NoEndpoint() => Missing("There is no such endpoint, or no such service.");

    /// <summary>Returns the error for a service that is not configured.</summary>
    public static GatewayError UnknownService() => Missing("No such service is configured.");

    /// <summary>Returns the error for a request that the endpoint does not understand.</summary>
    public static GatewayError Refused(string message) => Of(StatusCodes.Status400BadRequest, message);

    /// <summary>Returns the error for a request of which each error has its path.</summary>
    public static GatewayError Refused(IReadOnlyList<RequestError> errors)
        => Refused(string.Join(" ", errors.Select(error => error.ToString()))) with { Errors = errors };

    /// <summary>Returns the error for a request with another method.</summary>
    public static GatewayError OtherMethod(string allowed)
        => Of(StatusCodes.Status405MethodNotAllowed, $"Use {allowed}.") with { Allow = allowed };
}
