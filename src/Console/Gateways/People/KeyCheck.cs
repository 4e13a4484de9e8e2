namespace WxYarpGateway.Console.Gateways.People;

/// <summary>The answer of <c>POST /login/{service}/users/{id}/check-session</c>.</summary>
/// <param name="Valid">Whether WeChat still takes the session_key.</param>
public sealed record KeyCheck(bool Valid);
