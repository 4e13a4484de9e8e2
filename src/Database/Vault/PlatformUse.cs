using WxYarpGateway.Database.Access;
using WxYarpGateway.Platform.Platforms;

namespace WxYarpGateway.Database.Vault;

/// <summary>Says that platforms need the database.</summary>
internal sealed class PlatformUse(PlatformCatalog? catalog) : IDatabaseUse
{
    /// <inheritdoc/>
    public string? WhyNeeded() => catalog?.Current.Keys.FirstOrDefault() is { } name ? $"service '{name}' is a platform" : null;
}
