using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Simulator.Control;

/// <summary>Holds the body of <c>POST /simulator/user</c>: the account, and the user to add to it or to replace.</summary>
internal sealed record UserOrder
{
    public required string AppId { get; init; }

    public required SimulatedUser User { get; init; }

    public void Add(WeChatSimulator simulator) => simulator.AddUser(AppId, User);
}
