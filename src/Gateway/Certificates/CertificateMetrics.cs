using System.Diagnostics.Metrics;

namespace WxYarpGateway.Gateway.Certificates;

/// <summary>Measures how long certificates are still valid.</summary>
internal sealed class CertificateMetrics
{
    private readonly TimeProvider _clock;
    private volatile ServerCertificates? _certificates;

    public CertificateMetrics(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        meters.Create(GatewayMeter.Name).CreateObservableGauge(
            "wxgateway.certificates.days",
            Measure,
            "{day}",
            "How many days the certificate that is served is still valid; below 0 when it has expired.");
    }

    /// <summary>Shows these certificates.</summary>
    public void Watch(ServerCertificates certificates) => _certificates = certificates;

    private IEnumerable<Measurement<double>> Measure()
        => _certificates?.Served
            .Where(entry => entry.Certificate is not null)
            .Select(entry => new Measurement<double>(entry.Certificate!.DaysLeft(_clock.GetUtcNow()), TagOf(entry))) ?? [];

    private static KeyValuePair<string, object?> TagOf(ServedCertificate entry) => new("certificate", entry.Name);
}
