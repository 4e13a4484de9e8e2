using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using WxYarpGateway.Console.Configuration;

namespace WxYarpGateway.Console.Access.Store;

/// <summary>
/// The key that encrypts the keys of cookies in the database: so a copy of the database alone opens no session and no authenticator.
/// </summary>
internal sealed class StoreKey
{
    private const string FileName = "console.key";
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly Lazy<byte[]> _key;

    public StoreKey(IOptions<ConsoleOptions> options, ConsoleEnvironment environment)
    {
        _key = new Lazy<byte[]>(() => options.Value.Database.Key is { Length: > 0 } configured
            ? Convert.FromBase64String(configured)
            : OfFile(environment.FullDataFolder));
    }

    /// <summary>Encrypts a text; returns base64.</summary>
    public string Encrypt(byte[] plain)
    {
        var sealedBytes = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = sealedBytes.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key.Value, TagBytes);
        aes.Encrypt(nonce, plain, sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes));
        return Convert.ToBase64String(sealedBytes);
    }

    /// <summary>Decrypts what <see cref="Encrypt"/> returned.</summary>
    /// <exception cref="CryptographicException">It was encrypted with another key.</exception>
    public byte[] Decrypt(string text)
    {
        var sealedBytes = Convert.FromBase64String(text);
        if (sealedBytes.Length < NonceBytes + TagBytes)
        {
            throw new CryptographicException("The text is too short.");
        }

        var plain = new byte[sealedBytes.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(_key.Value, TagBytes);
        aes.Decrypt(
            sealedBytes.AsSpan(0, NonceBytes),
            sealedBytes.AsSpan(NonceBytes + TagBytes),
            sealedBytes.AsSpan(NonceBytes, TagBytes),
            plain);
        return plain;
    }

    private static byte[] OfFile(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            // Whole under another name first: nobody ever reads half a key.
            var begun = $"{path}.{Guid.NewGuid():N}";
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var writer = new StreamWriter(begun, options))
            {
                writer.Write(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)));
            }

            try
            {
                File.Move(begun, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(begun);
            }
        }

        return Convert.FromBase64String(File.ReadAllText(path).Trim());
    }
}
