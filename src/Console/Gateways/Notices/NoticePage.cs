namespace WxYarpGateway.Console.Gateways.Notices;

/// <summary>The answer of <c>GET /login/{service}/notices</c>: messages in the order of their ids.</summary>
/// <param name="Notices">The messages.</param>
/// <param name="Next">What the next page comes after; null on the last one.</param>
public sealed record NoticePage(IReadOnlyList<Notice> Notices, string? Next);
