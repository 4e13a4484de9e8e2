using WxYarpGateway.Gateway.Tests.Commands;
using WxYarpGateway.Gateway.Tests.Configuration;
using WxYarpGateway.Testing.Certificates;

namespace WxYarpGateway.Gateway.Tests.Certificates;

/// <summary>What keeps a gateway with https addresses from starting, and what is only worth a warning.</summary>
public sealed class CertificatesRuleTests : IDisposable
{
    private readonly Workplace _workplace = new();
    private readonly TestCertificate _certificate = TestCertificate.Create("wx.example.com");

    public CertificatesRuleTests()
    {
        _workplace.Write("cert.pem", _certificate.Pem);
        _workplace.Write("key.pem", _certificate.KeyPem);
    }

    public void Dispose()
    {
        _workplace.Dispose();
        _certificate.Dispose();
    }

    [Theory]
    [InlineData(
        "", "Gateway:Certificates is missing, and Urls has an https address. Name a certificate: { \"Default\": { \"Path\": " +
            "\"cert.pem\", \"KeyPath\": \"key.pem\" } }.")]
    [InlineData("\"Default\": { }", "Gateway:Certificates:Default:Path is missing. Name the file with the certificate, in PEM or PFX.")]
    [InlineData(
        "\"Default\": { \"Path\": \"none.pem\" }",
            "Gateway:Certificates:Default:Path names none.pem, which is missing. Put the file there that your certificate authority gave " +
                "you.")]
    [InlineData("\"Default\": { \"Path\": \"cert.pem\" }",
        "Gateway:Certificates:Default:Path names cert.pem, which holds no private key. Name the file with the private key in KeyPath.")]
    [InlineData(
        "\"Default\": \"cert.pem\"",
            "Gateway:Certificates:Default must be an object; it is a single value. Write { \"Path\": \"cert.pem\", \"KeyPath\": " +
                "\"key.pem\" }.")]
    [InlineData("\"a b\": { \"Path\": \"cert.pem\", \"KeyPath\": \"key.pem\" }",
        "Gateway:Certificates:a b must be named Default, or by a host name such as wx.example.com or *.example.com. Give it such a name.")]
    public async Task A_gateway_whose_certificate_cannot_be_served_does_not_start(string certificates, string error)
    {
        Configure(certificates);

        var result = await CommandLine.RunAsync(_workplace.Environment);

        Assert.Equal(2, result.ExitCode);
        Assert.Equal(2, result.Error.Length);
        Assert.Equal($"appsettings.json: {error}", result.Error[0]);
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once_and_without_passwords()
    {
        _workplace.Write("encrypted.key", _certificate.EncryptedKeyPem("right"));
        using var expired = TestCertificate.Create("old.example.com", validFor: TimeSpan.FromMinutes(-1));
        _workplace.Write("expired.pem", expired.Pem + expired.KeyPem);
        Configure("""
            "wx.example.com": { "Path": "cert.pem", "KeyPath": "encrypted.key", "Password": "hunter2" },
            "old.example.com": { "Path": "expired.pem" },
            "other.example.com": { "Path": "cert.pem", "KeyPath": "expired.pem" }
            """);

        var result = await CommandLine.RunAsync(_workplace.Environment, "validate");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(result.Error, line => line.Contains("wx.example.com:Password is wrong", StringComparison.Ordinal));
        Assert.Contains(
            result.Error,
            line => line.Contains("old.example.com:Path names a certificate that expired at", StringComparison.Ordinal));
        Assert.Contains(
            result.Error,
            line => line.Contains(
                "other.example.com:KeyPath names expired.pem, whose private key belongs to another certificate", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Error, line => line.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_certificate_that_is_for_another_host_or_that_nothing_serves_is_worth_a_warning()
    {
        Configure("""
            "other.example.com": { "Path": "cert.pem", "KeyPath": "key.pem" },
            "*.example.com": { "Path": "cert.pem", "KeyPath": "key.pem", "Pasword": "" }
            """, "http://127.0.0.1:0");

        var result = await CommandLine.RunAsync(_workplace.Environment, "validate");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(
            result.Error,
            line => line.Contains("Gateway:Certificates is there, and Urls has no https address", StringComparison.Ordinal));
        Assert.Contains(
            result.Error,
            line => line.Contains("Gateway:Certificates:other.example.com:Path names a certificate that is not for other.example.com",
                StringComparison.Ordinal));
        Assert.Contains(
            result.Error,
            line => line.Contains("Pasword is not a known key; nothing reads it. Did you mean Password?", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_certificates_for_one_host_are_an_error()
    {
        Configure("""
            "Default": { "Path": "cert.pem", "KeyPath": "key.pem" },
            "*": { "Path": "cert.pem", "KeyPath": "key.pem" }
            """);

        var result = await CommandLine.RunAsync(_workplace.Environment, "validate");

        Assert.Contains(result.Error, line => line.Contains("is for the same host as", StringComparison.Ordinal));
    }

    private void Configure(string certificates, string urls = "https://127.0.0.1:0")
        => _workplace.Write("appsettings.json", $$"""{ "Gateway": { "Urls": "{{urls}}", "InternalUrls": "http://127.0.0.1:0"{{(certificates.Length > 0 ? $", \"Certificates\": {{ {certificates} }}" : "")}} } }""");
}
