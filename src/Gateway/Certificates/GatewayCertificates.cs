using WxYarpGateway.Gateway.Configuration;

namespace WxYarpGateway.Gateway.Certificates;

/// <summary>Sets up TLS on the public addresses.</summary>
internal static class GatewayCertificates
{
    /// <summary>Adds the certificates, their rule, and what reads them again.</summary>
    public static void AddGatewayCertificates(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ServerCertificates>();
        builder.Services.AddSingleton(provider => new CertificateReader(provider.GetRequiredService<GatewayEnvironment>().WorkingFolder));
        builder.Services.AddSingleton<CertificateMetrics>();
        builder.Services.AddSingleton<IGatewayRule, CertificatesRule>();
        builder.Services.AddSingleton<CertificateWatch>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<CertificateWatch>());
    }
}
