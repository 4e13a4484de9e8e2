using System.Text.Json;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.MiniPrograms.Answers;

/// <summary>What a phone gets from one of the login paths.</summary>
/// <param name="Status">The <c>status</c>.</param>
internal sealed record LoginAnswer(LoginStatus Status)
{
    /// <summary>Gets a success that says nothing more.</summary>
    public static LoginAnswer Success { get; } = new(LoginStatus.Success) { Message = "成功" };

    /// <summary>Gets the answer of whoever has written the response by itself.</summary>
    public static LoginAnswer Written { get; } = new(LoginStatus.Success);

    /// <summary>Gets the answer to a token that is missing, unknown, over or another mini program's. It does not say which.</summary>
    public static LoginAnswer NotLoggedIn { get; } = new(LoginStatus.NotLoggedIn) { Message = "not logged in" };

    /// <summary>Gets the answer to an AppId that has no login here.</summary>
    public static LoginAnswer NoSuchApp { get; } = new(LoginStatus.NoSuchApp) { Message = "no such app" };

    /// <summary>Gets the answer to a body that is too large.</summary>
    public static LoginAnswer TooLarge { get; } = new(LoginStatus.InvalidParameter)
    {
        HttpStatus = StatusCodes.Status413PayloadTooLarge,
        Message = "the body is larger than 64 KiB",
    };

    /// <summary>Gets the HTTP status; other than 200 for what is not the mini program's fault alone: 413, 429, 503.</summary>
    public int HttpStatus { get; init; } = StatusCodes.Status200OK;

    /// <summary>Gets the message of an answer without data.</summary>
    public string Message { get; init; } = "";

    /// <summary>Gets WeChat's <c>errcode</c>, where it refused something.</summary>
    public int? ErrorCode { get; init; }

    /// <summary>Gets what writes the fields of <c>data</c>; <see langword="null"/> when there is a message.</summary>
    public Action<Utf8JsonWriter>? Fields { get; init; }

    /// <summary>Gets when to come again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Returns a success with data.</summary>
    /// <param name="fields">Writes the fields of <c>data</c>.</param>
    public static LoginAnswer Of(Action<Utf8JsonWriter> fields) => new(LoginStatus.Success) { Fields = fields };

    /// <summary>Returns the answer to a request that the path does not take.</summary>
    /// <param name="message">What is wrong.</param>
    public static LoginAnswer Invalid(string message) => new(LoginStatus.InvalidParameter) { Message = message };

    /// <summary>Returns the answer to something that failed.</summary>
    /// <param name="message">What failed.</param>
    /// <param name="errorCode">WeChat's errcode, if there is one.</param>
    public static LoginAnswer Failed(string message, int? errorCode = null)
        => new(LoginStatus.Failed) { Message = message, ErrorCode = errorCode };

    /// <summary>Returns the answer to a call of WeChat that failed: 429 and 503 when the phone should come again.</summary>
    /// <param name="error">The error.</param>
    public static LoginAnswer Of(WeChatError error) => error.Class switch
    {
        ErrorClass.Throttled => TooMany(error.RetryAfter ?? TimeSpan.FromMinutes(1)) with
        {
            Message = error.Message,
            ErrorCode = error.ErrorCode,
        },
        _ => Failed(error.Message, error.ErrorCode),
    };

    /// <summary>Returns the answer to one request too many.</summary>
    /// <param name="retryAfter">When to come again.</param>
    public static LoginAnswer TooMany(TimeSpan retryAfter) => new(LoginStatus.Failed)
    {
        HttpStatus = StatusCodes.Status429TooManyRequests,
        Message = "too many requests",
        RetryAfter = retryAfter,
    };

    /// <summary>Returns the answer while the database is away.</summary>
    /// <param name="retryAfter">When to come again.</param>
    public static LoginAnswer Unavailable(TimeSpan retryAfter) => new(LoginStatus.Failed)
    {
        HttpStatus = StatusCodes.Status503ServiceUnavailable,
        Message = "not available just now",
        RetryAfter = retryAfter,
    };
}
