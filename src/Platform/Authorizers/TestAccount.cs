using System.Collections.Frozen;

namespace WxYarpGateway.Platform.Authorizers;

/// <summary>One of the accounts with which WeChat tests a platform before its release (全网发布接入检测).</summary>
/// <param name="AppId">The AppId.</param>
/// <param name="OriginalId">The original id.</param>
/// <remarks>
/// WeChat draws one of five pairs since 2021-01-18. Source:
/// developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/operation/thirdparty/releases_instructions.html, read 2026-11.
/// </remarks>
internal sealed record TestAccount(string AppId, string OriginalId)
{
    private static readonly FrozenDictionary<string, string> All = new TestAccount[]
    {
        // Official accounts, then mini programs.
        new("wx570bc396a51b8ff8", "gh_3c884a361561"),
        new("wx9252c5e0bb1836fc", "gh_c0f28a78b318"),
        new("wx8e1097c5bc82cde9", "gh_3f222ed8d140"),
        new("wx14550af28c71a144", "gh_26128078e9ab"),
        new("wxa35b9c23cfe664eb", "gh_2b3713f184a6"),
        new("wxd101a85aa106f53e", "gh_8dad206e9538"),
        new("wxc39235c15087f6f3", "gh_905ae9d01059"),
        new("wx7720d01d4b2a4500", "gh_393666f1fdf4"),
        new("wx05d483572dcd5d8b", "gh_39abb5d4e1b7"),
        new("wx5910277cae6fd970", "gh_7818dcb60240"),
    }.ToFrozenDictionary(account => account.AppId, account => account.OriginalId, StringComparer.Ordinal);

    /// <summary>Gets all of them, for tests of the table.</summary>
    public static IEnumerable<TestAccount> Known => All.Select(account => new TestAccount(account.Key, account.Value));

    /// <summary>Returns whether a message is for one of them: the AppId and the original id must both be its own.</summary>
    public static bool Is(string appId, string originalId) => All.TryGetValue(appId, out var known) && known == originalId;
}
