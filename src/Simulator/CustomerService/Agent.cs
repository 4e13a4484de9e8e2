namespace WxYarpGateway.Simulator.CustomerService;

/// <summary>A customer-service agent of an account.</summary>
/// <param name="Account">The agent's account, such as <c>test1@shop</c>.</param>
/// <param name="Id">The agent's number.</param>
/// <param name="Nickname">The name that users see.</param>
internal sealed record Agent(string Account, int Id, string Nickname);
