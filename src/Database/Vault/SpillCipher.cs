using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Encryption;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Database.Vault;

/// <summary>Seals what is kept beside the database with the database's keys. It needs the keys only, not the database.</summary>
internal sealed class SpillCipher(DatabaseAccess access) : ISpillCipher
{
    /// <inheritdoc/>
    public byte[] Seal(ReadOnlySpan<byte> plain, string row)
    {
        try
        {
            return access.Cipher.Seal(Field(row), plain);
        }
        catch (FieldUnreadableException exception)
        {
            throw new VaultUnavailableException(exception.Message.TrimEnd('.'), exception);
        }
    }

    /// <inheritdoc/>
    public byte[]? Open(ReadOnlySpan<byte> @sealed, string row)
    {
        try
        {
            return access.Cipher.Open(Field(row), @sealed);
        }
        catch (FieldUnreadableException)
        {
            return null;
        }
    }

    // No table has this name.
    private static FieldAddress Field(string row) => new("spill", "refresh_token", row);
}
