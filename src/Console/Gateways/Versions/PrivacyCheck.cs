namespace WxYarpGateway.Console.Gateways.Versions;

/// <summary>What WeChat's scan of the committed code has found.</summary>
/// <param name="WithoutAuthList">Interfaces that the code uses without permission; null while it scans.</param>
/// <param name="WithoutConfList">Interfaces that the code uses without declaring them; null while it scans.</param>
/// <param name="Errcode">The number of "scanning"; null when the scan is over.</param>
public sealed record PrivacyCheck(IReadOnlyList<string>? WithoutAuthList, IReadOnlyList<string>? WithoutConfList, int? Errcode);
