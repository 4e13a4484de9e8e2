using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WxYarpGateway.Testing.Certificates;

/// <summary>A certificate of a test's own authority, made by .NET alone, in every form in which certificates come.</summary>
public sealed class TestCertificate : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly AsymmetricAlgorithm _key;

    private TestCertificate(X509Certificate2 certificate, AsymmetricAlgorithm key, X509Certificate2? issuer)
    {
        Certificate = certificate;
        _key = key;
        Issuer = issuer;
    }

    /// <summary>Gets the certificate, with its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Gets the certificate of its issuer, when there is one.</summary>
    public X509Certificate2? Issuer { get; }

    public string Pem => Certificate.ExportCertificatePem() + "\n";

    public string KeyPem => _key.ExportPkcs8PrivateKeyPem() + "\n";

    /// <summary>Makes a certificate that signs itself.</summary>
    public static TestCertificate Create(
        string host,
        TimeSpan? validFor = null,
        bool isRsa = false,
        string use = ServerAuthentication,
        TimeSpan? age = null)
        => Create(host, validFor ?? TimeSpan.FromDays(90), age ?? TimeSpan.FromDays(1), isRsa, use, issuer: null, isAuthority: false);

    /// <summary>Makes the certificate of an authority.</summary>
    public static TestCertificate CreateAuthority(string name, TestCertificate? issuer = null)
        => Create(name, TimeSpan.FromDays(365), TimeSpan.FromDays(2), isRsa: false, use: "", issuer, isAuthority: true);

    /// <summary>Makes a certificate that an authority signs.</summary>
    public static TestCertificate CreateBy(TestCertificate authority, string host)
        => Create(host, TimeSpan.FromDays(90), TimeSpan.FromDays(1), isRsa: false, ServerAuthentication, authority, isAuthority: false);

    /// <summary>Returns the private key in PEM, encrypted.</summary>
    public string EncryptedKeyPem(string password)
        => _key.ExportEncryptedPkcs8PrivateKeyPem(
            password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)) + "\n";

    /// <summary>Returns the certificate and its private key as PFX.</summary>
    public byte[] Pfx(string password) => Certificate.Export(X509ContentType.Pkcs12, password);

    /// <summary>Returns the certificate without its private key as PFX.</summary>
    public byte[] PfxWithoutKey(string password)
    {
        using var plain = X509CertificateLoader.LoadCertificate(Certificate.RawData);
        return plain.Export(X509ContentType.Pkcs12, password);
    }

    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }

    private static TestCertificate Create(
        string host,
        TimeSpan validFor,
        TimeSpan age,
        bool isRsa,
        string use,
        TestCertificate? issuer,
        bool isAuthority)
    {
        AsymmetricAlgorithm key = isRsa ? RSA.Create(2048) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var name = new X500DistinguishedName($"CN={host}");
        var request = key is RSA rsa
            ? new CertificateRequest(name, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest(name, (ECDsa)key, HashAlgorithmName.SHA256);
        if (isAuthority)
        {
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        }
        else
        {
            var names = new SubjectAlternativeNameBuilder();
            if (IPAddress.TryParse(host, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(host);
            }

            request.CertificateExtensions.Add(names.Build());
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], critical: false));
        }

        var from = DateTimeOffset.UtcNow - age;
        var until = DateTimeOffset.UtcNow + validFor;
        if (issuer is null)
        {
            return new TestCertificate(request.CreateSelfSigned(from, until), key, null);
        }

        using var signed = request.Create(issuer.Certificate, from, until, Guid.NewGuid().ToByteArray());
        return new TestCertificate(
            key is RSA own ? signed.CopyWithPrivateKey(own) : signed.CopyWithPrivateKey((ECDsa)key),
            key,
            issuer.Certificate);
    }
}
