namespace WxYarpGateway.Platform.Platforms;

/// <summary>
/// The pushes of WeChat's cloud hosting (微信云托管): JSON in clear without a signature, on a listener of its own, <c>Gateway:CloudRunUrls</c>.
/// </summary>
public sealed class CloudRunOptions
{
    /// <summary>Gets or sets the networks from which they are taken, single addresses and ranges.</summary>
    /// <value>The default is empty: such pushes are not taken, and their paths are 404.</value>
    public IReadOnlyList<string> Networks { get; set; } = [];
}
