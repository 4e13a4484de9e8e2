using System.Globalization;
using WxYarpGateway.Gateway.Certificates;

namespace WxYarpGateway.Gateway.Overview.Problems;

/// <summary>Certificates that expire, have expired, or cannot be served as their files are now.</summary>
internal sealed class CertificateProblems(ServerCertificates certificates, TimeProvider clock) : IProblemSource
{
    /// <inheritdoc/>
    public IEnumerable<Problem> Find()
    {
        var now = clock.GetUtcNow();
        foreach (var entry in certificates.Served)
        {
            var where = $"Gateway:Certificates:{entry.Name}";
            if (entry.Problem is { } problem)
            {
                yield return ProblemKinds.CertificateUnreadable.At(service: null, where, problem);
            }

            if (entry.Certificate is { } certificate && certificate.NotAfter <= now)
            {
                yield return ProblemKinds.CertificateExpired.At(service: null, where, Time(certificate.NotAfter));
            }
            else if (entry.Certificate is { } expiring && expiring.IsExpiring(now))
            {
                yield return ProblemKinds.CertificateExpiring.At(service: null, where, Time(expiring.NotAfter));
            }
        }
    }

    private static string Time(DateTimeOffset time) => time.ToString("u", CultureInfo.InvariantCulture);
}
