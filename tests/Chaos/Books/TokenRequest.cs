namespace WxYarpGateway.Chaos.Books;

/// <summary>A request for a token that reached WeChat.</summary>
internal sealed record TokenRequest(string Account, TimeSpan At);
