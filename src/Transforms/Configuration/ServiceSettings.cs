using Microsoft.Extensions.Configuration;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Transforms.Configuration;

/// <summary>A service as configured.</summary>
/// <param name="Name">The service's name.</param>
/// <param name="Section">Its section.</param>
/// <param name="Options">Its options.</param>
internal sealed record ServiceSettings(string Name, IConfigurationSection Section, ServiceOptions Options);
