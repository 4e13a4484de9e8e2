namespace WxYarpGateway.Transforms.Services;

/// <summary>The settings of a service's OAuth redirects.</summary>
/// <param name="PublicUrl">The URL at which browsers reach the gateway; <see langword="null"/> when it is not configured.</param>
/// <param name="Path">The path that WeChat sends browsers back to; empty when only hand-written routes serve redirects.</param>
/// <param name="UserInfoFlag">The text in a redirect's URL that makes the gateway always fetch the profile; empty for none.</param>
/// <param name="ReturnHosts">The hosts that <c>/start</c> accepts in <c>to</c>.</param>
public sealed record OAuthSettings(Uri? PublicUrl, string Path, string UserInfoFlag, IReadOnlyList<string> ReturnHosts)
{
    /// <summary>
    /// Gets the name of the section <c>Backends</c> to which redirects go; <see langword="null"/> for the cluster of their route.
    /// </summary>
    public string? Backend { get; init; }

    /// <summary>Gets the settings of a service without redirects.</summary>
    internal static OAuthSettings None { get; } = new(null, "", "", []);
}
