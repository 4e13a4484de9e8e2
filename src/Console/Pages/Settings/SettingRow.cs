namespace WxYarpGateway.Console.Pages.Settings;

/// <summary>One key at all replicas.</summary>
/// <param name="Key">The key.</param>
/// <param name="Variants">What the replicas have, each once, with the replicas that have it.</param>
/// <param name="Differs">Whether they differ though they should not: in the value, or in whether they have it at all.</param>
public sealed record SettingRow(string Key, IReadOnlyList<SettingVariant> Variants, bool Differs)
{
    /// <summary>Gets a value indicating whether it is a secret.</summary>
    public bool IsSecret => Variants.Any(variant => variant.Setting?.Secret is not null);

    /// <summary>Returns whether a text is in the key, a value that is no secret, or where it comes from.</summary>
    public bool Has(string text)
        => Key.Contains(text, StringComparison.OrdinalIgnoreCase)
            || Variants.Any(variant => (variant.Setting?.Value?.Contains(text, StringComparison.OrdinalIgnoreCase) ?? false)
                || (variant.Setting?.Source?.Contains(text, StringComparison.OrdinalIgnoreCase) ?? false));
}
