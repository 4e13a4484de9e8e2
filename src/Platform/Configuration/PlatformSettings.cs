using Microsoft.Extensions.Configuration;
using WxYarpGateway.Platform.Platforms;

namespace WxYarpGateway.Platform.Configuration;

/// <summary>A platform as configured.</summary>
/// <param name="Section">Its section.</param>
/// <param name="Options">Its options.</param>
internal sealed record PlatformSettings(IConfigurationSection Section, PlatformOptions Options)
{
    /// <summary>Gets the service's name.</summary>
    public string Name => Section.Key;

    /// <summary>Returns the full path of a key.</summary>
    public string PathOf(string key) => $"{Section.Path}:{key}";
}
