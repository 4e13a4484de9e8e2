namespace WxYarpGateway.Console.Gateways.Overviews;

/// <summary>How old a token or ticket is. The token itself is never told.</summary>
/// <param name="Kind">Which one, such as <c>access_token</c>.</param>
/// <param name="AgeSeconds">How old it is; null when there is none.</param>
/// <param name="ExpiresIn">How long it is still good, in seconds; null when there is none, or when that is not known.</param>
/// <param name="Error">Why there is none; null when there is one.</param>
public sealed record TokenState(string? Kind, double? AgeSeconds, double? ExpiresIn, string? Error);
