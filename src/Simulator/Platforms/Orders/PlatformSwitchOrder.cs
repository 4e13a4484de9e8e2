using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;

namespace WxYarpGateway.Simulator.Platforms.Orders;

/// <summary>The body of <c>POST /simulator/platform-switches</c>; absent switches keep their value.</summary>
internal sealed record PlatformSwitchOrder
{
    public required string Platform { get; init; }

    public required JsonObject Switches { get; init; }

    public PlatformSwitches Merge(PlatformSwitches current) => SwitchValues.Merge(current, Switches);
}
