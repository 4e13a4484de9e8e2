using WxYarpGateway.Database.Access;
using WxYarpGateway.Platform.Platforms;

namespace WxYarpGateway.Database.Authorizers;

/// <summary>Platforms need the database: their authorizers are in it.</summary>
/// <param name="platforms">The platforms; <see langword="null"/> in a host that serves none.</param>
internal sealed class PlatformsUse(PlatformCatalog? platforms) : IDatabaseUse
{
    /// <inheritdoc/>
    public string? WhyNeeded()
        => platforms?.Current.Values.FirstOrDefault() is { } platform ? $"service '{platform.Name}' is a platform" : null;
}
