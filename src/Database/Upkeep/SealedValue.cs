namespace WxYarpGateway.Database.Upkeep;

/// <summary>A sealed value of a column.</summary>
/// <param name="Key">The values of the row's key.</param>
/// <param name="Names">The values that name its place.</param>
/// <param name="Kept">The value as the column has it: bytes, or a text.</param>
internal sealed record SealedValue(object[] Key, string[] Names, object Kept)
{
    /// <summary>Returns the sealed bytes; none when they are a text that is no base64.</summary>
    public byte[] ToBytes()
    {
        if (Kept is byte[] bytes)
        {
            return bytes;
        }

        var text = (string)Kept;
        var decoded = new byte[text.Length];
        return Convert.TryFromBase64String(text, decoded, out var length) ? decoded[..length] : [];
    }
}
