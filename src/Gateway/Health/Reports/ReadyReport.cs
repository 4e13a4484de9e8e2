namespace WxYarpGateway.Gateway.Health.Reports;

/// <summary>What <c>/health/ready</c> says, in this order.</summary>
/// <param name="Status"><c>ready</c>, <c>degraded</c> (ready, but somebody should look) or <c>not ready</c>.</param>
/// <param name="Reasons">Why it is not just <c>ready</c>, as sentences.</param>
/// <param name="ShuttingDown">Whether the gateway was told to stop.</param>
/// <param name="Configuration">The configuration in force.</param>
/// <param name="Store">The store.</param>
/// <param name="Database">The database; absent while the configuration needs none.</param>
/// <param name="Certificates">The certificates that are served, by their keys in the configuration; absent when there are none.</param>
/// <param name="Platforms">The third-party platforms, by name; absent when there are none.</param>
/// <param name="LateReplies">How many messages' late replies are still to come.</param>
/// <param name="Services">The services, by name.</param>
internal sealed record ReadyReport(
    string Status,
    IReadOnlyList<string> Reasons,
    bool ShuttingDown,
    ConfigurationHealth? Configuration,
    StoreHealth? Store,
    DatabaseHealth? Database,
    IReadOnlyDictionary<string, CertificateHealth>? Certificates,
    IReadOnlyDictionary<string, PlatformHealth>? Platforms,
    int LateReplies,
    IReadOnlyDictionary<string, ServiceHealth>? Services);
