using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace WxYarpGateway.Gateway.Certificates;

/// <summary>A certificate that can be served: with its private key, and the certificates of its issuers.</summary>
internal sealed class ServerCertificate
{
    public ServerCertificate(X509Certificate2 leaf, X509Certificate2Collection issuers)
    {
        Leaf = leaf;
        NotBefore = leaf.NotBefore.ToUniversalTime();
        NotAfter = leaf.NotAfter.ToUniversalTime();
        Handshake = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(leaf, issuers, offline: true),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        };
    }

    /// <summary>Gets the certificate itself.</summary>
    public X509Certificate2 Leaf { get; }

    /// <summary>Gets the moment from which it is valid.</summary>
    public DateTimeOffset NotBefore { get; }

    /// <summary>Gets the moment at which it expires.</summary>
    public DateTimeOffset NotAfter { get; }

    /// <summary>Gets how a connection is encrypted with it: TLS 1.2 or 1.3, HTTP/2 for who speaks it.</summary>
    public SslServerAuthenticationOptions Handshake { get; }

    /// <summary>Returns how many days it is still valid; below zero when it has expired.</summary>
    public double DaysLeft(DateTimeOffset now) => (NotAfter - now).TotalDays;

    /// <summary>
    /// Returns whether somebody should see to a new one: two weeks before its end, or when less than a third of a shorter life is left.
    /// </summary>
    public bool IsExpiring(DateTimeOffset now)
        => NotAfter - now is var left && (left < TimeSpan.FromDays(14)) && left < (NotAfter - NotBefore) / 3;
}
