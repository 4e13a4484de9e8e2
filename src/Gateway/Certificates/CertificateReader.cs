using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using WxYarpGateway.Gateway.Configuration;

namespace WxYarpGateway.Gateway.Certificates;

/// <summary>
/// Reads certificates from files, and explains errors in words; the framework's own messages say little.
/// </summary>
internal sealed class CertificateReader(string folder)
{
    // A chain with a key is a few thousand bytes.
    private const long LongestFile = 1024 * 1024;

    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ExtendedKeyUsage = "2.5.29.37";
    private const string FromIssuer = "Put the file there that your certificate authority gave you";

    private static readonly byte[] PemBegin = "-----BEGIN "u8.ToArray();

    /// <summary>Returns the files that make up a certificate.</summary>
    public IEnumerable<string> FilesOf(CertificateOptions options)
        => new[] { options.Path, options.KeyPath }
            .Where(path => !string.IsNullOrWhiteSpace(path))
            .Select(path => Path.GetFullPath(path, folder));

    /// <summary>Reads a certificate with its private key and its issuers' certificates.</summary>
    public CertificateReading Read(CertificateOptions options, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(options.Path))
        {
            return CertificateReading.Wrong(
                nameof(CertificateOptions.Path),
                "is missing",
                "Name the file with the certificate, in PEM or PFX");
        }

        var file = ReadFile(nameof(CertificateOptions.Path), options.Path, out var problem);
        if (file is null)
        {
            return problem!;
        }

        var reading = file.AsSpan().IndexOf(PemBegin) >= 0 ? ReadPem(options, Encoding.UTF8.GetString(file)) : ReadPfx(options, file);
        return reading.Certificate is { } certificate && WhatIsWrong(certificate, now) is { } invalid ? invalid : reading;
    }

    private byte[]? ReadFile(string key, string path, out CertificateReading? problem)
    {
        problem = null;
        try
        {
            var file = new FileInfo(Path.GetFullPath(path, folder));
            if (!file.Exists)
            {
                problem = CertificateReading.Wrong(
                    key,
                    $"names {path}, which is {(Directory.Exists(file.FullName) ? "a folder" : "missing")}",
                    FromIssuer);
                return null;
            }

            if (file.Length > LongestFile)
            {
                problem = CertificateReading.Wrong(key, $"names {path}, which is too long for a certificate or a key", FromIssuer);
                return null;
            }

            return File.ReadAllBytes(file.FullName);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            problem = CertificateReading.Wrong(
                key,
                $"names {path}, which cannot be read: {exception.Message.TrimEnd('.')}",
                "Let the gateway's user read it");
            return null;
        }
    }

    private CertificateReading ReadPem(CertificateOptions options, string text)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(text);
        }
        catch (CryptographicException)
        {
            return CertificateReading.Wrong(
                nameof(CertificateOptions.Path),
                $"names {options.Path}, which holds a certificate that cannot be read",
                FromIssuer);
        }

        if (certificates.Count == 0)
        {
            return CertificateReading.Wrong(
                nameof(CertificateOptions.Path),
                $"names {options.Path}, which holds no certificate",
                FromIssuer);
        }

        var isOfItsOwn = !string.IsNullOrWhiteSpace(options.KeyPath);
        var (keyOption, keyPath) = isOfItsOwn
            ? (nameof(CertificateOptions.KeyPath), options.KeyPath)
            : (nameof(CertificateOptions.Path), options.Path);
        if (isOfItsOwn)
        {
            var file = ReadFile(keyOption, keyPath, out var problem);
            if (file is null)
            {
                return problem!;
            }

            text = Encoding.UTF8.GetString(file);
        }

        using var key = PrivateKey.Read(text, options.Password, out var wrong);
        if (key is null)
        {
            return wrong!.Value.IsPassword
                ? CertificateReading.Wrong(
                    nameof(CertificateOptions.Password),
                    wrong.Value.Problem,
                    "Write the password of the private key")
                : CertificateReading.Wrong(keyOption, $"names {keyPath}, which {wrong.Value.Problem}", wrong.Value.Fix);
        }

        // The file may have them in any order: the one that the key belongs to is ours.
        return certificates.FirstOrDefault(key.BelongsTo) is { } leaf
            ? Of(key.PutOn(leaf), certificates, leaf)
            : CertificateReading.Wrong(
                keyOption,
                $"names {keyPath}, whose private key belongs to another certificate than that of {options.Path}",
                "Name the two files that were made for each other");
    }

    private static CertificateReading ReadPfx(CertificateOptions options, byte[] file)
    {
        if (!IsPfx(file))
        {
            return CertificateReading.Wrong(
                nameof(CertificateOptions.Path),
                $"names {options.Path}, which is neither PEM nor PFX",
                "Name a file in one of these forms");
        }

        if (!string.IsNullOrWhiteSpace(options.KeyPath))
        {
            return CertificateReading.Wrong(
                nameof(CertificateOptions.KeyPath),
                $"is set, and {options.Path} is PFX, which holds its key itself",
                "Remove KeyPath");
        }

        try
        {
            var certificates = X509CertificateLoader.LoadPkcs12Collection(file, options.Password);
            return certificates.FirstOrDefault(certificate => certificate.HasPrivateKey) is { } leaf
                ? Of(leaf, certificates, leaf)
                : CertificateReading.Wrong(
                    nameof(CertificateOptions.Path),
                    $"names {options.Path}, which holds no private key",
                    "Export the certificate with its private key");
        }
        catch (CryptographicException)
        {
            // The framework does not tell a wrong password from a damaged file.
            return string.IsNullOrEmpty(options.Password)
                ? CertificateReading.Wrong(
                    nameof(CertificateOptions.Password),
                    $"is missing, and {options.Path} does not open without one",
                    "Write the password of the file, or put a sound file there")
                : CertificateReading.Wrong(
                    nameof(CertificateOptions.Password),
                    $"is wrong for {options.Path}, or that file is damaged",
                    "Write the password of the file, or put a sound file there");
        }
    }

    private static bool IsPfx(byte[] file)
    {
        try
        {
            return file.Length > 0 && X509Certificate2.GetCertContentType(file) is (X509ContentType.Pkcs12 or X509ContentType.Pfx);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static CertificateReading Of(X509Certificate2 withKey, X509Certificate2Collection all, X509Certificate2 leaf)
    {
        X509Certificate2[] issuers = [.. all.Where(certificate => !certificate.RawDataMemory.Span.SequenceEqual(leaf.RawDataMemory.Span))];
        return CertificateReading.Of(new ServerCertificate(withKey, new X509Certificate2Collection(issuers)));
    }

    private static CertificateReading? WhatIsWrong(ServerCertificate certificate, DateTimeOffset now)
    {
        if (certificate.NotAfter <= now)
        {
            return CertificateReading.Wrong(
                nameof(CertificateOptions.Path),
                $"names a certificate that expired at {certificate.NotAfter:u}",
                "Renew the certificate");
        }

        return certificate.Leaf.Extensions[ExtendedKeyUsage] is X509EnhancedKeyUsageExtension usage
            && !usage.EnhancedKeyUsages.Cast<Oid>().Any(use => use.Value == ServerAuthentication)
                ? CertificateReading.Wrong(
                    nameof(CertificateOptions.Path),
                    "names a certificate that is not for servers",
                    "Have one made with the extended key usage serverAuth")
                : null;
    }
}
