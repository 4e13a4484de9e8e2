using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;

namespace WxYarpGateway.Simulator.MiniPrograms;

/// <summary>The body of <c>POST /simulator/mini-program-switches</c>; absent switches keep their value.</summary>
internal sealed record MiniProgramSwitchOrder
{
    public required string AppId { get; init; }

    public required JsonObject Switches { get; init; }

    public void Set(AccountBook accounts)
    {
        var account = accounts.Find(AppId);
        account.MiniProgram = SwitchValues.Merge(account.MiniProgram, Switches);
    }
}
