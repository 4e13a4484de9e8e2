namespace WxYarpGateway.Transforms.Services;

/// <summary>A service's redirects, as far as they are configured.</summary>
/// <param name="PublicUrl">The address under which browsers reach the gateway; <see langword="null"/> when nobody said.</param>
/// <param name="Path">The path that WeChat sends browsers back to; empty when only hand-written routes serve redirects.</param>
/// <param name="UserInfoFlag">What an address contains when the profile is to be fetched whatever was granted; empty for none.</param>
/// <param name="ReturnHosts">The hosts that a redirect may say it wants to end at.</param>
internal sealed record OAuthSettings(Uri? PublicUrl, string Path, string UserInfoFlag, IReadOnlyList<string> ReturnHosts);
