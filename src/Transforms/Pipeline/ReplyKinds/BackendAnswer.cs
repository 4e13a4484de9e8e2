namespace WxYarpGateway.Transforms.Pipeline.ReplyKinds;

/// <summary>The backend's HTTP response, before the gateway reads it as a reply.</summary>
/// <param name="StatusCode">The HTTP status code; 0 when the backend did not respond.</param>
/// <param name="Body">The body.</param>
/// <param name="Failure">The error between gateway and backend; <see langword="null"/> when there was none.</param>
internal sealed record BackendAnswer(int StatusCode, ReadOnlyMemory<byte> Body, string? Failure) : Reply
{
    /// <summary>
    /// Gets a value indicating whether the response exceeds a reply's size limit. The backend has processed the message then.
    /// </summary>
    public bool IsTooLarge { get; init; }

    /// <summary>Gets a value indicating whether the backend took the message: it responded with 2xx, 3xx or 4xx, except 429.</summary>
    public bool IsTaken
        => (Failure is null || IsTooLarge) && StatusCode is >= 200 and < 500 and not StatusCodes.Status429TooManyRequests;
}
