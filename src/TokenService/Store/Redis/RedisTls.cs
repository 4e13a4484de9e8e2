using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StackExchange.Redis;

namespace WxYarpGateway.TokenService.Store.Redis;

/// <summary>Encrypts the probe's connection as the client does, and says why that fails.</summary>
internal static class RedisTls
{
    /// <summary>The answer when the other side speaks something else.</summary>
    public const string NoTls = "it does not speak TLS, or not as we do";

    // The client's own variable. Source: its documentation, "Authentication".
    private const string IssuerVariable = "SERedis_IssuerCertPath";

    /// <summary>Returns why no encrypted connection comes about, or <see langword="null"/> when it does.</summary>
    public static async Task<string?> EncryptAsync(
        SslStream stream,
        EndPoint host,
        ConfigurationOptions configuration,
        CancellationToken cancellationToken)
    {
        var why = "";
        try
        {
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = configuration.SslHost is { Length: > 0 } name
                        ? name
                        : (host as DnsEndPoint)?.Host ?? ((IPEndPoint)host).Address.ToString(),
                    RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                    {
                        why = Say(errors, certificate, chain);
                        return errors == SslPolicyErrors.None
                            || (errors == SslPolicyErrors.RemoteCertificateChainErrors && IsOfOwnIssuer(certificate as X509Certificate2));
                    },
                },
                cancellationToken);
            return null;
        }
        catch (AuthenticationException)
        {
            return why.Length > 0 ? why : NoTls;
        }
        catch (IOException)
        {
            return NoTls;
        }
    }

    private static bool IsOfOwnIssuer(X509Certificate2? certificate)
    {
        if (certificate is null || Environment.GetEnvironmentVariable(IssuerVariable) is not { Length: > 0 } path)
        {
            return false;
        }

        try
        {
            using var issuer = X509CertificateLoader.LoadCertificateFromFile(path);
            using var chain = new X509Chain();
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.Add(issuer);
            return chain.Build(certificate);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static string Say(SslPolicyErrors errors, X509Certificate? certificate, X509Chain? chain)
        => certificate is null ? "its TLS certificate is missing"
            : chain?.ChainStatus.Any(status => status.Status.HasFlag(X509ChainStatusFlags.NotTimeValid)) == true
                ? "its TLS certificate has expired, or is not valid yet"
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors)
                ? "its TLS certificate is not trusted here: its issuer must be known to this machine"
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
                ? "its TLS certificate is for another host name; set sslHost to that name if it is right"
            : "";
}
