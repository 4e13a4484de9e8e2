using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WxYarpGateway.Gateway.Certificates;

/// <summary>A private key out of a PEM file: RSA or ECDSA.</summary>
internal sealed class PrivateKey : IDisposable
{
    private const string PrivateKeyLabel = "PRIVATE KEY";
    private const string EncryptedLabel = "ENCRYPTED PRIVATE KEY";

    // How OpenSSL marks keys that are encrypted in its own older way, which .NET does not read.
    private const string OldEncryption = "Proc-Type: 4,ENCRYPTED";

    private readonly AsymmetricAlgorithm _key;
    private readonly PublicKey _publicKey;

    private PrivateKey(AsymmetricAlgorithm key)
    {
        _key = key;
        _publicKey = new PublicKey(key);
    }

    /// <summary>
    /// Reads the first private key of a text; returns <see langword="null"/> and what is wrong when there is none that can be read.
    /// </summary>
    public static PrivateKey? Read(string pem, string password, out (bool IsPassword, string Problem, string Fix)? wrong)
    {
        wrong = null;
        if (pem.Contains(OldEncryption, StringComparison.Ordinal))
        {
            wrong = (false, "is encrypted in an old form that is not read", "Convert it: openssl pkcs8 -topk8 -in old.key -out new.key");
            return null;
        }

        if (BlockOf(pem) is not { } block)
        {
            wrong = (false, "holds no private key", "Name the file with the private key in KeyPath");
            return null;
        }

        if (block.Label != EncryptedLabel)
        {
            return Import(key => key.ImportFromPem(block.Text)) ?? Unreadable(out wrong);
        }

        if (string.IsNullOrEmpty(password))
        {
            wrong = (true, "is missing, and the private key is encrypted", "");
            return null;
        }

        if (Import(key => key.ImportFromEncryptedPem(block.Text, password)) is { } opened)
        {
            return opened;
        }

        wrong = (true, "is wrong: it does not open the private key", "");
        return null;
    }

    /// <summary>Returns whether the key is that of a certificate.</summary>
    public bool BelongsTo(X509Certificate2 certificate)
        => certificate.PublicKey.Oid.Value == _publicKey.Oid.Value
            && certificate.PublicKey.EncodedKeyValue.RawData.AsSpan().SequenceEqual(_publicKey.EncodedKeyValue.RawData);

    /// <summary>Returns a certificate with this key.</summary>
    public X509Certificate2 PutOn(X509Certificate2 certificate)
        => _key is RSA rsa ? certificate.CopyWithPrivateKey(rsa) : certificate.CopyWithPrivateKey((ECDsa)_key);

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private static PrivateKey? Unreadable(out (bool IsPassword, string Problem, string Fix)? wrong)
    {
        wrong = (false, "holds a private key that cannot be read: only RSA and ECDSA keys can", "Put a sound key there");
        return null;
    }

    // Which algorithm a key is for stands within it, and is not said.
    private static PrivateKey? Import(Action<AsymmetricAlgorithm> import) => Import(RSA.Create(), import) ?? Import(ECDsa.Create(), import);

    private static PrivateKey? Import(AsymmetricAlgorithm key, Action<AsymmetricAlgorithm> import)
    {
        try
        {
            import(key);
            return new PrivateKey(key);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            key.Dispose();
            return null;
        }
    }

    private static (string Label, string Text)? BlockOf(string pem)
    {
        var rest = pem.AsSpan();
        while (PemEncoding.TryFind(rest, out var fields))
        {
            var label = rest[fields.Label].ToString();
            if (label.EndsWith(PrivateKeyLabel, StringComparison.Ordinal))
            {
                return (label, rest[fields.Location].ToString());
            }

            rest = rest[fields.Location.End..];
        }

        return null;
    }
}
