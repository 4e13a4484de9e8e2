namespace WxYarpGateway.TokenService.Platforms.Vault;

/// <summary>Encrypts what is kept outside the vault while the vault is away, with the vault's own key.</summary>
public interface ISpillCipher
{
    /// <summary>Encrypts and seals a value (AES-256-GCM).</summary>
    /// <param name="plain">The value.</param>
    /// <param name="row">What the value belongs to. Under another name it cannot be opened.</param>
    byte[] Seal(ReadOnlySpan<byte> plain, string row);

    /// <summary>Opens a value.</summary>
    /// <param name="sealed">What <see cref="Seal"/> returned.</param>
    /// <param name="row">What the value belongs to.</param>
    /// <returns>The value; <see langword="null"/> when it was sealed with another key, or for another row, or is damaged.</returns>
    byte[]? Open(ReadOnlySpan<byte> @sealed, string row);
}
