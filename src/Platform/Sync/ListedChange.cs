using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Platform.Sync;

/// <summary>An account of WeChat's list whose row has to be looked at more closely.</summary>
/// <param name="AppId">The account.</param>
/// <param name="IsNew">Whether the row was made just now; else it is incomplete, or says something else than the list.</param>
public readonly record struct ListedChange(AppId AppId, bool IsNew);
