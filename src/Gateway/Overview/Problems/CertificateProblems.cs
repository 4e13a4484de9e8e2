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
                yield return new Problem(
                    Service: null,
                    where,
                    $"The certificate's files cannot be served, so the one before is: {problem}",
                    "Correct the files; the gateway reads them again when they change.");
            }

            if (entry.Certificate is { } certificate && certificate.NotAfter <= now)
            {
                yield return new Problem(
                    Service: null, where, $"The certificate expired at {certificate.NotAfter:u}; clients refuse it.", "Replace its files.");
            }
            else if (entry.Certificate is { } expiring && expiring.IsExpiring(now))
            {
                yield return new Problem(
                    Service: null,
                    where,
                    $"The certificate expires at {expiring.NotAfter:u}.",
                    "Renew it, and replace its files before then.");
            }
        }
    }
}
