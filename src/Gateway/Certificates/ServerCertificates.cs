using System.Collections.Frozen;
using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using WxYarpGateway.Gateway.Configuration;

namespace WxYarpGateway.Gateway.Certificates;

/// <summary>
/// Holds the certificates that are served. New connections get the current one; open connections keep theirs.
/// </summary>
internal sealed class ServerCertificates
{
    private volatile Generation _generation = new([], FrozenDictionary<string, ServerCertificate>.Empty, null);

    /// <summary>Gets the certificates in use.</summary>
    public IReadOnlyList<ServedCertificate> Served => _generation.Served;

    /// <summary>Returns how TLS connections of an address begin.</summary>
    public TlsHandshakeCallbackOptions Handshake()
        => new() { OnConnection = hello => ValueTask.FromResult(For(hello.ClientHelloInfo.ServerName)) };

    /// <summary>Puts other certificates in use.</summary>
    public void Replace(IReadOnlyList<ServedCertificate> served)
    {
        var byHost = new Dictionary<string, ServerCertificate>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in served)
        {
            if (entry.Certificate is { } certificate && HostPattern.Read(entry.Name) is { } host)
            {
                byHost.TryAdd(host, certificate);
            }
        }

        _generation = new Generation(
            served,
            byHost.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase),
            served.FirstOrDefault(entry => entry.Certificate is not null)?.Certificate);
    }

    /// <summary>Returns whether a certificate is in use just as it is configured here.</summary>
    public bool IsInUse(string name, CertificateOptions options)
        => Served.Any(entry => entry.Certificate is not null
            && entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
            && entry.Options == options);

    /// <summary>Returns the certificate for the name that a client asks for; without a default, the first one there is.</summary>
    internal SslServerAuthenticationOptions For(string? serverName)
    {
        var generation = _generation;
        foreach (var key in HostPattern.Fitting(serverName))
        {
            if (generation.ByHost.TryGetValue(key, out var fitting))
            {
                return fitting.Handshake;
            }
        }

        return generation.First?.Handshake ?? throw new AuthenticationException("There is no certificate to serve.");
    }

    private sealed record Generation(
        IReadOnlyList<ServedCertificate> Served,
        FrozenDictionary<string,
        ServerCertificate> ByHost,
        ServerCertificate? First);
}
