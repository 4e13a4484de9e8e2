using System.Text.Json.Nodes;

namespace WxYarpGateway.Simulator.Accounts;

/// <summary>The body of <c>POST /simulator/switches</c>; absent switches keep their value.</summary>
internal sealed record SwitchOrder
{
    public required string AppId { get; init; }

    public required JsonObject Switches { get; init; }

    public void Set(AccountBook accounts)
    {
        var account = accounts.Find(AppId);
        account.Switches = SwitchValues.Merge(account.Switches, Switches);
    }
}
