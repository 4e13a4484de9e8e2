using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Gateway.Certificates;

/// <summary>
/// The rules of <c>Gateway:Certificates</c>: certificates that can be served, for host names, where there is an https address.
/// </summary>
internal sealed class CertificatesRule(ServerCertificates certificates, CertificateReader reader, TimeProvider clock) : IGatewayRule
{
    private static readonly string[] Keys = [.. typeof(CertificateOptions).GetProperties().Select(property => property.Name)];

    /// <inheritdoc/>
    public void Check(GatewayOptions options, IConfigurationSection section, ConfigurationReport report)
    {
        var setting = section.GetSection(nameof(GatewayOptions.Certificates));
        if (!string.IsNullOrEmpty(setting.Value))
        {
            report.Error(
                setting.Path,
                "must be an object; it is a single value",
                "Write { \"Default\": { \"Path\": \"cert.pem\", \"KeyPath\": \"key.pem\" } }");
        }

        var entries = setting.GetChildren().ToList();
        var hasTls = options.EachUrl().Any(
            url => ListenAddress.WhatIsWrong(url, ListenAddress.PublicSchemes) is null && ListenAddress.IsTls(BindingAddress.Parse(url)));
        if (hasTls && entries.Count == 0)
        {
            report.Error(
                setting.Path,
                "is missing, and Urls has an https address",
                "Name a certificate: { \"Default\": { \"Path\": \"cert.pem\", \"KeyPath\": \"key.pem\" } }");
        }
        else if (!hasTls && entries.Count > 0)
        {
            report.Warn(
                setting.Path,
                "is there, and Urls has no https address, so no certificate is served",
                "Add an address such as https://0.0.0.0:443 to Urls, or remove the certificates");
        }

        var owners = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in entries)
        {
            if (HostPattern.Read(entry.Key) is not { } host)
            {
                report.Error(
                    entry.Path,
                    "must be named Default, or by a host name such as wx.example.com or *.example.com",
                    "Give it such a name");
            }
            else if (!owners.TryAdd(host, entry.Key))
            {
                report.Error(entry.Path, $"is for the same host as {owners[host]}", "Remove one of the two");
            }
            else
            {
                CheckCertificate(entry, host, options.Certificates[entry.Key], report);
            }
        }
    }

    private void CheckCertificate(IConfigurationSection entry, string host, CertificateOptions options, ConfigurationReport report)
    {
        if (!string.IsNullOrEmpty(entry.Value))
        {
            report.Error(
                entry.Path,
                "must be an object; it is a single value",
                "Write { \"Path\": \"cert.pem\", \"KeyPath\": \"key.pem\" }");
            return;
        }

        foreach (var key in entry.GetChildren())
        {
            report.WarnUnlessKnown(key, Keys);
        }

        var reading = reader.Read(options, clock.GetUtcNow());
        var path = reading.Key.Length == 0 ? entry.Path : entry.GetSection(reading.Key).Path;
        if (reading.Certificate is { } certificate)
        {
            CheckFit(entry, host, certificate, report);
        }
        else if (certificates.IsInUse(entry.Key, options))
        {
            // Its file went bad while it is served. That must not block other changes of the configuration.
            report.Warn(path, $"{reading.Problem}; the one before it is served", reading.Fix);
        }
        else
        {
            report.Error(path, reading.Problem, reading.Fix);
        }
    }

    private void CheckFit(IConfigurationSection entry, string host, ServerCertificate certificate, ConfigurationReport report)
    {
        if (certificate.NotBefore > clock.GetUtcNow())
        {
            report.Warn(
                entry.GetSection(nameof(CertificateOptions.Path)).Path,
                $"names a certificate that is not valid before {certificate.NotBefore:u}",
                "Set the clock right, or serve another one until then");
        }

        // For any name that the asterisk may stand for.
        if (host != HostPattern.Default && !certificate.Leaf.MatchesHostname(host.Replace("*", "any", StringComparison.Ordinal)))
        {
            report.Warn(
                entry.GetSection(nameof(CertificateOptions.Path)).Path,
                $"names a certificate that is not for {host}, so clients will refuse it",
                "Name the certificate for that host");
        }
    }
}
