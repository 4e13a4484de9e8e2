namespace WxYarpGateway.Simulator.Users;

/// <summary>The body of <c>POST /simulator/user</c>: the account, and the user to add or replace.</summary>
internal sealed record UserOrder
{
    public required string AppId { get; init; }

    public required SimulatedUser User { get; init; }

    public void Add(UserBook users) => users.Add(AppId, User);
}
