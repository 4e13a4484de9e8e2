using Microsoft.Extensions.Configuration;

namespace WxYarpGateway.Transforms.Configuration.Kinds;

/// <summary>A cluster of a service of a kind with options of its own.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="ClusterId">The cluster's name in YARP, such as <c>saas.message</c>.</param>
/// <param name="Backend">
/// The key with an address, a list of addresses or a YARP cluster; <see langword="null"/> for a cluster without destinations.
/// </param>
public sealed record KindCluster(string Service, string ClusterId, IConfigurationSection? Backend);
