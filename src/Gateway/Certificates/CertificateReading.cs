namespace WxYarpGateway.Gateway.Certificates;

/// <summary>What came of reading a certificate: the certificate, or what is wrong.</summary>
/// <param name="Certificate">The certificate, unless something is wrong.</param>
/// <param name="Key">The option that is at error.</param>
/// <param name="Problem">What is wrong, to be read after the option's path; never with a secret.</param>
/// <param name="Fix">How to fix it.</param>
internal sealed record CertificateReading(ServerCertificate? Certificate, string Key, string Problem, string Fix)
{
    public static CertificateReading Of(ServerCertificate certificate) => new(certificate, "", "", "");

    public static CertificateReading Wrong(string key, string problem, string fix) => new(null, key, problem, fix);
}
