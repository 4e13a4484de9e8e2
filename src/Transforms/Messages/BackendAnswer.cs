namespace WxYarpGateway.Transforms.Messages;

/// <summary>The backend's answer as it came, before it is read as a reply.</summary>
/// <param name="StatusCode">The HTTP status code; 0 when no answer came.</param>
/// <param name="Body">The body.</param>
/// <param name="Failure">What went wrong between us and the backend, or <see langword="null"/>.</param>
internal sealed record BackendAnswer(int StatusCode, ReadOnlyMemory<byte> Body, string? Failure) : Reply;
