namespace WxYarpGateway.Simulator.Pushes;

/// <summary>The answer of a server URL to WeChat's verification.</summary>
/// <param name="Url">The whole URL, with the signed query.</param>
/// <param name="IsExact">Whether the answer was 200 with exactly the echostr.</param>
/// <param name="Status">The HTTP status, or null when no answer came.</param>
/// <param name="Body">The answer's body as received.</param>
/// <param name="Problem">The error with its fix, in a sentence, or null.</param>
public sealed record UrlVerification(Uri Url, bool IsExact, int? Status, string Body, string? Problem);
