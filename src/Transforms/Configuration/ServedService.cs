using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Transforms.Configuration;

/// <summary>What the configuration in force says of a service, for people who look at what is served.</summary>
/// <param name="Name">The service's name.</param>
/// <param name="Encryption">The mode that its pushes are held to; never <see cref="EncryptionMode.Auto"/>.</param>
/// <param name="MessagePath">The path of its pushes; empty when only hand-written routes serve it.</param>
/// <param name="MessageBackends">The addresses of its message backend, without their queries; empty when messages are echoed.</param>
/// <param name="OAuthPath">The path of its OAuth redirects; empty when only hand-written routes serve them, or nothing does.</param>
/// <param name="OAuthBackends">The addresses of its backend for redirects, without their queries; empty when it has none.</param>
public sealed record ServedService(
    string Name,
    EncryptionMode Encryption,
    string MessagePath,
    IReadOnlyList<string> MessageBackends,
    string OAuthPath,
    IReadOnlyList<string> OAuthBackends)
{
    /// <summary>Gets a value indicating whether messages are echoed where there is no message backend.</summary>
    /// <value>The default is <see langword="true"/>; <see langword="false"/> for a platform, whose accounts have customers.</value>
    public bool IsEchoed { get; init; } = true;
}
