using WxYarpGateway.Gateway.Configuration;

namespace WxYarpGateway.Gateway.Certificates;

/// <summary>A certificate in use, under its key of the configuration.</summary>
/// <param name="Name">The key.</param>
/// <param name="Options">Where it is.</param>
/// <param name="Print">What its files looked like when they were read last.</param>
/// <param name="Certificate">The certificate; the last good one when its files are bad now.</param>
/// <param name="Problem">Why its files are not what is served, or <see langword="null"/>.</param>
internal sealed record ServedCertificate(
    string Name,
    CertificateOptions Options,
    string Print,
    ServerCertificate? Certificate,
    string? Problem);
