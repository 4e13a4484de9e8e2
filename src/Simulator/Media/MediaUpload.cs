namespace WxYarpGateway.Simulator.Media;

/// <summary>Describes a body received at <c>/cgi-bin/media/upload</c>; only its size and digest are kept.</summary>
/// <param name="AppId">The account.</param>
/// <param name="Type">The kind of media that the call named.</param>
/// <param name="ContentType">The Content-Type.</param>
/// <param name="Length">The number of bytes.</param>
/// <param name="Sha256">The digest of the bytes, in lower-case hexadecimal.</param>
public sealed record MediaUpload(string AppId, string Type, string ContentType, long Length, string Sha256);
