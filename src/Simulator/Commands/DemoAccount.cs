using WxYarpGateway.Simulator.Accounts;

namespace WxYarpGateway.Simulator.Commands;

/// <summary>Creates the account that <c>serve</c> has unless one is named. The README lists its values; none is a real secret.</summary>
internal static class DemoAccount
{
    public const string AppId = "wx0000000000000000";

    public static SimulatedAccount Create() => new()
    {
        AppId = AppId,
        AppSecret = "demo-secret",
        OriginalId = "gh_demo",
        Token = "demo-token",
        GatewayUrl = new Uri("http://127.0.0.1:7080/wx"),
    };
}
