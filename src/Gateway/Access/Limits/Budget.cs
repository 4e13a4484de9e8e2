namespace WxYarpGateway.Gateway.Access.Limits;

/// <summary>
/// Identifies a budget of requests. Other numbers make another budget, so that a reload takes effect at once.
/// </summary>
/// <param name="Of">The service and the kind of request, such as <c>shop/message</c>; empty for a client's.</param>
/// <param name="Client">The client's number; 0 for a service's.</param>
/// <param name="PerSecond">How many requests a second.</param>
/// <param name="Burst">How many at once.</param>
internal readonly record struct Budget(string Of, int Client, int PerSecond, int Burst);
