namespace WxYarpGateway.Transforms.Pipeline.ReplyKinds;

/// <summary>The backend's HTTP answer, before it is read as a reply.</summary>
/// <param name="StatusCode">The HTTP status code; 0 when no answer came.</param>
/// <param name="Body">The body.</param>
/// <param name="Failure">What went wrong between the gateway and the backend, or <see langword="null"/>.</param>
internal sealed record BackendAnswer(int StatusCode, ReadOnlyMemory<byte> Body, string? Failure) : Reply
{
    /// <summary>Gets a value indicating whether the answer was larger than a reply may be. The backend has processed the message.</summary>
    public bool IsTooLarge { get; init; }

    /// <summary>Gets a value indicating whether the backend took the message: any status but 5xx and 429, whatever the body says.</summary>
    public bool IsTaken
        => (Failure is null || IsTooLarge) && StatusCode is >= 200 and < 500 and not StatusCodes.Status429TooManyRequests;
}
