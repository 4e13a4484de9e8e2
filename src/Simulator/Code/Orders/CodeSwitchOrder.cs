using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;

namespace WxYarpGateway.Simulator.Code.Orders;

/// <summary>The body of <c>POST /simulator/code-switches</c>; absent switches keep their value.</summary>
internal sealed record CodeSwitchOrder
{
    public required string AppId { get; init; }

    public required JsonObject Switches { get; init; }

    public void Set(AccountBook accounts)
    {
        var account = accounts.Find(AppId);
        account.Code = SwitchValues.Merge(account.Code, Switches);
    }
}
