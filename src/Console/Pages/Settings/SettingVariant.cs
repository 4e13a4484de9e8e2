using WxYarpGateway.Console.Gateways.Settings;

namespace WxYarpGateway.Console.Pages.Settings;

/// <summary>What some replicas have of a key.</summary>
/// <param name="Setting">What they have; null when they do not have it.</param>
/// <param name="Gateways">The replicas.</param>
public sealed record SettingVariant(Setting? Setting, IReadOnlyList<string> Gateways);
