using System.Diagnostics.CodeAnalysis;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Platform.Authorizers;

/// <summary>Gives the push path the callbacks of platforms, and the services of authorizers, such as <c>saas/wx1234</c>.</summary>
internal sealed class PlatformServices(PlatformCatalog platforms, AuthorizerRegistry authorizers) : IServiceSource
{
    private const char Separator = '/';

    /// <inheritdoc/>
    public IEnumerable<Callback> Callbacks => platforms.Current.Values.SelectMany(platform => new[] { platform.Messages, platform.Events });

    /// <inheritdoc/>
    public bool TryGet(string name, [NotNullWhen(true)] out WeChatService? service)
    {
        service = null;
        if (name.IndexOf(Separator, StringComparison.Ordinal) is not (> 0 and var end)
            || !platforms.TryGet(name[..end], out var platform))
        {
            return false;
        }

        if (name.Equals(platform.Events.Name, StringComparison.OrdinalIgnoreCase))
        {
            // Copies of authorization events are the component's own.
            service = WeChatService.Of(platform.Events.Name, platform.Account, platform.Policy, platform.Events, isKnown: true);
            return true;
        }

        if (!AppId.TryParse(name[(end + 1)..], out var appId))
        {
            return false;
        }

        // A queued message of an account that is not known, or not any more, is delivered all the same.
        service = authorizers.TryGetService(platform, appId, out var known, out _) ? known
            : AuthorizerRecipients.ServiceOf(platform, appId, isKnown: false);
        return true;
    }

    /// <inheritdoc/>
    public bool TryGetCallback(string name, [NotNullWhen(true)] out Callback? callback)
    {
        callback = platforms.TryGet(WithoutEvents(name), out var platform)
            ? platform.Events.Name.Equals(name, StringComparison.OrdinalIgnoreCase) ? platform.Events : platform.Messages
            : null;
        return callback is not null;
    }

    private static string WithoutEvents(string name)
        => name.IndexOf(Separator, StringComparison.Ordinal) is > 0 and var end
            && name.Equals(WeChatPlatform.EventsOf(name[..end]), StringComparison.OrdinalIgnoreCase) ? name[..end] : name;
}
