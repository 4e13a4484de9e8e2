using System.Security.Cryptography;
using WxYarpGateway.Gateway.Certificates;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Tests.Configuration;
using WxYarpGateway.Testing.Certificates;

namespace WxYarpGateway.Gateway.Tests.Certificates;

/// <summary>Every form in which certificates come, and every way in which they are wrong.</summary>
public sealed class CertificateReaderTests : IDisposable
{
    private const string Password = "hunter2";

    private readonly Workplace _workplace = new();
    private readonly TestCertificate _certificate = TestCertificate.Create("wx.example.com");
    private readonly TestCertificate _rsa = TestCertificate.Create("wx.example.com", isRsa: true);

    public void Dispose()
    {
        _workplace.Dispose();
        _certificate.Dispose();
        _rsa.Dispose();
    }

    [Fact]
    public void PEM_in_two_files_and_in_one_and_with_other_things_around_is_read()
    {
        using var legacy = RSA.Create();
        legacy.ImportFromPem(_rsa.KeyPem);
        Write("cert.pem", _certificate.Pem);
        Write("key.pem", _certificate.KeyPem);
        Write("encrypted.pem", _certificate.EncryptedKeyPem(Password));
        Write("both.pem", "Bag Attributes\r\n" + _certificate.KeyPem + _certificate.Pem);
        Write("rsa.pem", _rsa.Pem + legacy.ExportRSAPrivateKeyPem());
        using var sec1 = ECDsa.Create();
        sec1.ImportFromPem(_certificate.KeyPem);
        Write("sec1.pem", "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" + sec1.ExportECPrivateKeyPem());

        Assert.Equal(_certificate.Certificate.Thumbprint, Thumbprint("cert.pem", "key.pem"));
        Assert.Equal(_certificate.Certificate.Thumbprint, Thumbprint("cert.pem", "encrypted.pem", Password));
        Assert.Equal(_certificate.Certificate.Thumbprint, Thumbprint("both.pem"));
        Assert.Equal(_certificate.Certificate.Thumbprint, Thumbprint("cert.pem", "sec1.pem"));
        Assert.Equal(_certificate.Certificate.Thumbprint, Thumbprint("cert.pem", "key.pem", "a password that nothing needs"));
        Assert.Equal(_rsa.Certificate.Thumbprint, Thumbprint("rsa.pem"));
    }

    [Fact]
    public void PFX_is_read_with_and_without_a_password()
    {
        WriteBytes("cert.pfx", _certificate.Pfx(Password));
        WriteBytes("open.pfx", _rsa.Pfx(""));

        Assert.Equal(_certificate.Certificate.Thumbprint, Thumbprint("cert.pfx", password: Password));
        Assert.Equal(_rsa.Certificate.Thumbprint, Thumbprint("open.pfx"));
    }

    [Fact]
    public void The_certificate_of_the_key_is_found_wherever_it_stands_in_the_chain()
    {
        using var authority = TestCertificate.CreateAuthority("Test authority");
        using var certificate = TestCertificate.CreateBy(authority, "wx.example.com");
        Write("chain.pem", authority.Pem + certificate.Pem);
        Write("key.pem", certificate.KeyPem);

        Assert.Equal(certificate.Certificate.Thumbprint, Thumbprint("chain.pem", "key.pem"));
    }

    [Fact]
    public void What_is_missing_or_no_certificate_is_told()
    {
        Write("cert.pem", _certificate.Pem);
        Write("empty.pem", "");
        Write("words.pem", "not a certificate");
        Write("cut.pem", _certificate.Pem[..200] + "\n-----END CERTIFICATE-----\n");
        Write("key.pem", _certificate.KeyPem);
        WriteBytes("nokey.pfx", _certificate.PfxWithoutKey(Password));
        WriteBytes("cert.der", _certificate.Certificate.RawData);
        Directory.CreateDirectory(Path.Combine(_workplace.Folder, "folder"));

        Assert.Equal("Path is missing", Problem(""));
        Assert.Equal("Path names none.pem, which is missing", Problem("none.pem"));
        Assert.Equal("Path names folder, which is a folder", Problem("folder"));
        Assert.Equal("Path names empty.pem, which is neither PEM nor PFX", Problem("empty.pem"));
        Assert.Equal("Path names words.pem, which is neither PEM nor PFX", Problem("words.pem"));
        Assert.Equal("Path names cert.der, which is neither PEM nor PFX", Problem("cert.der"));
        Assert.Equal("Path names key.pem, which holds no certificate", Problem("key.pem"));
        Assert.StartsWith("Path names cut.pem, which holds ", Problem("cut.pem", "key.pem"), StringComparison.Ordinal);
        Assert.Equal("Path names cert.pem, which holds no private key", Problem("cert.pem"));
        Assert.Equal("KeyPath names none.key, which is missing", Problem("cert.pem", "none.key"));
        Assert.Equal("KeyPath names cert.pem, which holds no private key", Problem("cert.pem", "cert.pem"));
        Assert.Equal("Path names nokey.pfx, which holds no private key", Problem("nokey.pfx", password: Password));
    }

    [Fact]
    public void A_file_without_end_is_not_read()
    {
        using (var file = File.Create(Path.Combine(_workplace.Folder, "huge.pem")))
        {
            file.SetLength(1L << 40);
        }

        Assert.Equal("Path names huge.pem, which is too long for a certificate or a key", Problem("huge.pem"));
    }

    [Fact]
    public void A_key_that_does_not_belong_or_does_not_open_is_told_without_its_password()
    {
        using var other = TestCertificate.Create("wx.example.com");
        Write("cert.pem", _certificate.Pem);
        Write("other.key", other.KeyPem);
        Write("rsa.key", _rsa.KeyPem);
        Write("encrypted.key", _certificate.EncryptedKeyPem("right"));
        Write(
            "old.key",
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        Write("damaged.key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        WriteBytes("cert.pfx", _certificate.Pfx("right"));

        Assert.Equal(
            "KeyPath names other.key, whose private key belongs to another certificate than that of cert.pem",
            Problem("cert.pem", "other.key"));
        Assert.Equal(
            "KeyPath names rsa.key, whose private key belongs to another certificate than that of cert.pem",
            Problem("cert.pem", "rsa.key"));
        Assert.Equal("Password is missing, and the private key is encrypted", Problem("cert.pem", "encrypted.key"));
        Assert.Equal("Password is wrong: it does not open the private key", Problem("cert.pem", "encrypted.key", Password));
        Assert.Equal("KeyPath names old.key, which is encrypted in an old form that is not read", Problem("cert.pem", "old.key", Password));
        Assert.Equal(
            "KeyPath names damaged.key, which holds a private key that cannot be read: only RSA and ECDSA keys can",
            Problem("cert.pem", "damaged.key"));
        Assert.Equal("Password is missing, and cert.pfx does not open without one", Problem("cert.pfx"));
        Assert.Equal("Password is wrong for cert.pfx, or that file is damaged", Problem("cert.pfx", password: Password));
        Assert.Equal("KeyPath is set, and cert.pfx is PFX, which holds its key itself", Problem("cert.pfx", "other.key", "right"));
    }

    [Fact]
    public void A_certificate_that_has_expired_or_is_for_something_else_is_told()
    {
        using var expired = TestCertificate.Create("wx.example.com", validFor: TimeSpan.FromSeconds(-1));
        using var client = TestCertificate.Create("wx.example.com", use: "1.3.6.1.5.5.7.3.2");
        Write("expired.pem", expired.Pem + expired.KeyPem);
        Write("client.pem", client.Pem + client.KeyPem);

        Assert.StartsWith("Path names a certificate that expired at 20", Problem("expired.pem"), StringComparison.Ordinal);
        Assert.Equal("Path names a certificate that is not for servers", Problem("client.pem"));
    }

    [Fact]
    public void The_password_is_in_no_text()
        => Assert.DoesNotContain(Password, new CertificateOptions { Path = "a", Password = Password }.ToString(), StringComparison.Ordinal);

    private CertificateReading Read(string path, string keyPath, string password)
        => new CertificateReader(_workplace.Folder).Read(
            new CertificateOptions { Path = path, KeyPath = keyPath, Password = password },
            DateTimeOffset.UtcNow);

    private string Thumbprint(string path, string keyPath = "", string password = "")
    {
        var reading = Read(path, keyPath, password);
        Assert.Equal("", reading.Problem);
        Assert.True(reading.Certificate!.Leaf.HasPrivateKey);
        return reading.Certificate.Leaf.Thumbprint;
    }

    private string Problem(string path, string keyPath = "", string password = "")
    {
        var reading = Read(path, keyPath, password);
        Assert.Null(reading.Certificate);
        Assert.DoesNotContain(Password, reading.Problem + reading.Fix, StringComparison.Ordinal);
        return $"{reading.Key} {reading.Problem}";
    }

    private void Write(string name, string content) => _workplace.Write(name, content);

    private void WriteBytes(string name, byte[] content) => File.WriteAllBytes(Path.Combine(_workplace.Folder, name), content);
}
