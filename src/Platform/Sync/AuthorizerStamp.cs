using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Platform.Sync;

/// <summary>How a row was when it was read. What WeChat is asked afterwards is written only over a row that is still so.</summary>
/// <param name="Status">Its status.</param>
/// <param name="RefreshVersion">How often its refresh token was written.</param>
/// <param name="EventTime">The newest event applied; 0 for none.</param>
/// <param name="UpdatedAt">When it was changed last.</param>
public sealed record AuthorizerStamp(AuthorizerState Status, long RefreshVersion, long EventTime, long UpdatedAt);
