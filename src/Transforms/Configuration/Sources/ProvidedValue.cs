using Microsoft.Extensions.Configuration;

namespace WxYarpGateway.Transforms.Configuration.Sources;

/// <summary>A value of the configuration.</summary>
/// <param name="Value">The value.</param>
/// <param name="Provider">What supplied it; <see langword="null"/> when that is not known.</param>
internal readonly record struct ProvidedValue(string? Value, IConfigurationProvider? Provider)
{
    /// <summary>Returns a mask: the value may be a secret.</summary>
    public override string ToString() => "***";
}
