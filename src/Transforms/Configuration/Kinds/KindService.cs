namespace WxYarpGateway.Transforms.Configuration.Kinds;

/// <summary>A service of a kind with options of its own, for people who look at what is served.</summary>
/// <param name="Name">The service's name.</param>
/// <param name="MessagePath">The path of its pushes; empty when only hand-written routes serve it.</param>
/// <param name="OAuthPath">The path of its OAuth redirects; empty when it has none.</param>
public sealed record KindService(string Name, string MessagePath, string OAuthPath)
{
    /// <summary>Gets the named backend of its messages; <see langword="null"/> when it has one of its own, or none.</summary>
    public string? MessageBackend { get; init; }

    /// <summary>Gets the named backend of its OAuth redirects; <see langword="null"/> when it has one of its own, or none.</summary>
    public string? OAuthBackend { get; init; }
}
