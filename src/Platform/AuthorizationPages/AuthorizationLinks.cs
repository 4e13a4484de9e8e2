using WxYarpGateway.Platform.Platforms;

namespace WxYarpGateway.Platform.AuthorizationPages;

/// <summary>Makes the links by which an account's owner comes to the platform's page.</summary>
public sealed class AuthorizationLinks
{
    /// <summary>The query parameter with the signed invitation.</summary>
    internal const string InvitationParameter = "invitation";

    private readonly IInvitationKeys _keys;
    private readonly TimeProvider _timeProvider;

    internal AuthorizationLinks(IInvitationKeys keys, TimeProvider timeProvider) => (_keys, _timeProvider) = (keys, timeProvider);

    /// <summary>Returns the link of an invitation.</summary>
    /// <param name="platform">The platform, which has an authorization page and a public URL.</param>
    /// <param name="client">For which of WeChat's pages.</param>
    /// <param name="invitation">What is asked for.</param>
    /// <param name="life">How long the link is good, at most <see cref="Invitation.LongestLife"/>.</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    /// <exception cref="InvalidOperationException">The platform has no authorization page, or no public URL.</exception>
    public async ValueTask<Uri> MakeAsync(
        WeChatPlatform platform, AuthorizationClient client, Invitation invitation, TimeSpan life, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(platform);
        ArgumentNullException.ThrowIfNull(invitation);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(life, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(life, Invitation.LongestLife);
        if (platform.PublicUrl is not { } publicUrl || platform.Options.Authorization.Path is not { Length: > 0 } path)
        {
            throw new InvalidOperationException($"The platform '{platform.Name}' has no authorization page, or the gateway no PublicUrl.");
        }

        var key = await _keys.KeyAsync(cancellationToken);
        var signed = invitation.Sign(key.Span, _timeProvider.GetUtcNow() + life);
        var page = client == AuthorizationClient.H5 ? path.TrimEnd('/') + "/h5" : path;
        return new Uri(publicUrl.AbsoluteUri.TrimEnd('/') + $"{page}?{InvitationParameter}={signed}");
    }
}
