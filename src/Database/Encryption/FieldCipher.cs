using System.Security.Cryptography;
using System.Text;

namespace WxYarpGateway.Database.Encryption;

/// <summary>Seals single fields of the database with AES-256-GCM, each for its place alone.</summary>
/// <remarks>
/// A sealed field is one byte for the form, the key's id, the nonce, the ciphertext and the tag. The key is derived for each place: a
/// random nonce of 12 bytes may serve 2^32 messages (NIST SP 800-38D, 8.3), which busy records of one key would reach in weeks.
/// </remarks>
internal sealed class FieldCipher
{
    private const byte Form = 1;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int HeadLength = 1 + FieldKey.IdLength + NonceLength;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly FieldKey[] _keys;
    private readonly FieldNonces _nonces = new(NonceLength);

    /// <summary>Makes a cipher.</summary>
    /// <param name="current">The key that seals.</param>
    /// <param name="previous">Keys that only open.</param>
    public FieldCipher(FieldKey current, IEnumerable<FieldKey> previous) => _keys = [current, .. previous];

    private FieldKey Current => _keys[0];

    /// <summary>Seals a text.</summary>
    public byte[] Seal(FieldAddress field, string text) => Seal(field, Utf8.GetBytes(text));

    /// <summary>Seals bytes.</summary>
    public byte[] Seal(FieldAddress field, ReadOnlySpan<byte> plain)
    {
        var address = field.ToBytes();
        var sealedField = new byte[HeadLength + plain.Length + TagLength];
        sealedField[0] = Form;
        Current.Id.CopyTo(sealedField.AsSpan(1));
        var nonce = sealedField.AsSpan(1 + FieldKey.IdLength, NonceLength);
        _nonces.Take(nonce);
        using var aes = new AesGcm(Current.Derive(address), TagLength);
        aes.Encrypt(nonce, plain, sealedField.AsSpan(HeadLength, plain.Length), sealedField.AsSpan(HeadLength + plain.Length), address);
        return sealedField;
    }

    /// <summary>Opens a text.</summary>
    /// <exception cref="FieldUnreadableException">Its key is not configured, it is damaged, or was sealed for another place.</exception>
    public string OpenText(FieldAddress field, ReadOnlySpan<byte> sealedField)
    {
        try
        {
            return Utf8.GetString(Open(field, sealedField));
        }
        catch (DecoderFallbackException)
        {
            throw Damaged(field);
        }
    }

    /// <summary>Opens bytes.</summary>
    /// <exception cref="FieldUnreadableException">Its key is not configured, it is damaged, or was sealed for another place.</exception>
    public byte[] Open(FieldAddress field, ReadOnlySpan<byte> sealedField)
    {
        if (sealedField.Length < HeadLength + TagLength || sealedField[0] != Form)
        {
            throw Damaged(field);
        }

        var key = KeyOf(sealedField) ?? throw new FieldUnreadableException(
            $"{field} was encrypted with the key {Convert.ToHexStringLower(IdOf(sealedField))}, and the configured ones are "
            + $"{string.Join(", ", _keys.AsEnumerable())}. Put the key that it was encrypted with into Gateway:Database:PreviousKeys.");
        var address = field.ToBytes();
        var plain = new byte[sealedField.Length - HeadLength - TagLength];
        using var aes = new AesGcm(key.Derive(address), TagLength);
        try
        {
            aes.Decrypt(
                sealedField.Slice(1 + FieldKey.IdLength, NonceLength),
                sealedField[HeadLength..^TagLength],
                sealedField[^TagLength..],
                plain,
                address);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            throw Damaged(field);
        }
    }

    /// <summary>Returns whether a field was sealed with the current key.</summary>
    public bool IsCurrent(ReadOnlySpan<byte> sealedField)
        => sealedField.Length >= HeadLength && IdOf(sealedField).SequenceEqual(Current.Id);

    /// <summary>Returns by what a value is found that stands sealed in a field: equal values have equal fingerprints.</summary>
    public byte[] Fingerprint(string table, string column, string value) => FingerprintOf(Current, table, column, value);

    /// <summary>Returns what a value's fingerprint may be: that of the current key, then those of the previous ones.</summary>
    public IReadOnlyList<byte[]> Fingerprints(string table, string column, string value)
        => [.. _keys.Select(key => FingerprintOf(key, table, column, value))];

    private static byte[] FingerprintOf(FieldKey key, string table, string column, string value)
        => HMACSHA256.HashData(key.Derive(new FieldAddress(table, column, "fingerprint").ToBytes()), Utf8.GetBytes(value));

    private static ReadOnlySpan<byte> IdOf(ReadOnlySpan<byte> sealedField) => sealedField.Slice(1, FieldKey.IdLength);

    private static FieldUnreadableException Damaged(FieldAddress field)
        => new($"A value of {field} is damaged, or stood in another row. Restore it from a backup.");

    private FieldKey? KeyOf(ReadOnlySpan<byte> sealedField)
    {
        foreach (var key in _keys)
        {
            if (key.Id.SequenceEqual(IdOf(sealedField)))
            {
                return key;
            }
        }

        return null;
    }
}
