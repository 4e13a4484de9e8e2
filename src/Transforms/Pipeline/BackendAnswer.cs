using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>The backend's answer as it came, before it is read as a reply.</summary>
/// <param name="StatusCode">The HTTP status code; 0 when no answer came.</param>
/// <param name="Body">The body.</param>
/// <param name="Failure">What went wrong between us and the backend, or <see langword="null"/>.</param>
internal sealed record BackendAnswer(int StatusCode, ReadOnlyMemory<byte> Body, string? Failure) : Reply
{
    /// <summary>Gets a value indicating whether the answer was larger than a reply may be; the backend has done its work all the same.</summary>
    public bool IsTooLarge { get; init; }

    /// <summary>Gets a value indicating whether the backend took the message: it answered, and neither failed (5xx) nor asked for another time (429). What it answered does not matter.</summary>
    public bool IsTaken => (Failure is null || IsTooLarge) && StatusCode is >= 200 and < 500 and not StatusCodes.Status429TooManyRequests;
}
