using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WxYarpGateway.Gateway.Certificates;
using WxYarpGateway.Gateway.Health.Reports;

namespace WxYarpGateway.Gateway.Health;

/// <summary>Reports the certificates. An expired one does not make the replica not ready: the others serve the same one.</summary>
internal sealed class CertificatesCheck(ServerCertificates certificates, TimeProvider clock) : IHealthCheck
{
    public const string Name = "certificates";

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        var served = certificates.Served;
        var details = new SortedDictionary<string, CertificateHealth>(StringComparer.Ordinal);
        foreach (var entry in served)
        {
            details[entry.Name] = new CertificateHealth(
                entry.Certificate?.Leaf.Subject,
                entry.Certificate?.NotAfter,
                entry.Certificate is { } certificate ? Math.Floor(certificate.DaysLeft(now)) : null,
                entry.Problem);
        }

        var reasons = served.SelectMany(entry => ReasonsOf(entry, now)).ToList();
        return Task.FromResult(HealthDetails.Result(reasons.Count > 0 ? HealthStatus.Degraded : HealthStatus.Healthy, details, reasons));
    }

    private static IEnumerable<string> ReasonsOf(ServedCertificate entry, DateTimeOffset now)
    {
        if (entry.Problem is { } problem)
        {
            yield return $"The files of certificate '{entry.Name}' cannot be served: {problem}";
        }

        if (entry.Certificate is { } certificate && certificate.NotAfter <= now)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Certificate '{entry.Name}' expired at {certificate.NotAfter:u}; clients refuse it.");
        }
        else if (entry.Certificate is { } expiring && expiring.IsExpiring(now))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Certificate '{entry.Name}' expires at {expiring.NotAfter:u}.");
        }
    }
}
