using WxYarpGateway.Simulator.Accounts;

namespace WxYarpGateway.Simulator.ReleaseChecks;

/// <summary>One of the accounts that WeChat tests a platform with before its release.</summary>
internal sealed record TestAccount(string AppId, string OriginalId, AccountKind Kind)
{
    // Five pairs, of which WeChat draws one since 2021-01-18:
    // developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/operation/thirdparty/releases_instructions.html
    public static readonly IReadOnlyList<TestAccount> All =
    [
        new("wx570bc396a51b8ff8", "gh_3c884a361561", AccountKind.OfficialAccount),
        new("wx9252c5e0bb1836fc", "gh_c0f28a78b318", AccountKind.OfficialAccount),
        new("wx8e1097c5bc82cde9", "gh_3f222ed8d140", AccountKind.OfficialAccount),
        new("wx14550af28c71a144", "gh_26128078e9ab", AccountKind.OfficialAccount),
        new("wxa35b9c23cfe664eb", "gh_2b3713f184a6", AccountKind.OfficialAccount),
        new("wxd101a85aa106f53e", "gh_8dad206e9538", AccountKind.MiniProgram),
        new("wxc39235c15087f6f3", "gh_905ae9d01059", AccountKind.MiniProgram),
        new("wx7720d01d4b2a4500", "gh_393666f1fdf4", AccountKind.MiniProgram),
        new("wx05d483572dcd5d8b", "gh_39abb5d4e1b7", AccountKind.MiniProgram),
        new("wx5910277cae6fd970", "gh_7818dcb60240", AccountKind.MiniProgram),
    ];

    public SimulatedAccount ToAccount() => new() { AppId = AppId, OriginalId = OriginalId, Kind = Kind, Name = $"全网发布测试 {AppId}" };
}
