using WxYarpGateway.MiniPrograms.Apps.Checks;
using WxYarpGateway.Transforms.Pipeline.Routing;

namespace WxYarpGateway.MiniPrograms.Apps;

/// <summary>A login as the configuration has it.</summary>
/// <param name="Options">The options.</param>
/// <param name="ClusterId">The cluster of the backend; <see langword="null"/> when there is none.</param>
internal sealed record ConfiguredLogin(LoginOptions Options, string? ClusterId)
{
    /// <summary>Gets what users write that WeChat is asked about.</summary>
    public IReadOnlyList<ContentCheckOptions> ContentChecks { get; init; } = [];

    /// <summary>Gets where messages go; <see langword="null"/> when there is no <c>MessageApi</c>.</summary>
    public MessageTarget? MessageApi { get; init; }

    /// <summary>Returns the cluster only: the options have tokens.</summary>
    public override string ToString() => ClusterId ?? "";
}
