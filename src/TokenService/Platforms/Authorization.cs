using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.TokenService.Platforms;

/// <summary>What an authorization code stood for. It has no token: those are in the vault and the store already.</summary>
/// <param name="AppId">The account that authorized the platform.</param>
/// <param name="PermissionSets">The ids of the permission sets (权限集) that it granted.</param>
public sealed record Authorization(AppId AppId, IReadOnlyList<int> PermissionSets);
