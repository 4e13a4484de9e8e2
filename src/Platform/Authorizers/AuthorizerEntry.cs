using System.Text.Json;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.Transforms.Pipeline.Routing;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Platform.Authorizers;

/// <summary>An authorizer in memory. What a push needs of it is made by the first push, and made again after a reload.</summary>
internal sealed class AuthorizerEntry(Authorizer authorizer)
{
    private volatile Served? _served;

    /// <summary>Gets the authorizer.</summary>
    public Authorizer Authorizer => authorizer;

    /// <summary>Returns how a platform serves it.</summary>
    public Served Under(WeChatPlatform platform)
        => _served is { } served && served.Platform == platform ? served : _served = Served.Of(platform, authorizer);

    /// <summary>How a platform serves an authorizer: the platform's options, its entry in the configuration, its overrides.</summary>
    /// <param name="Platform">The platform.</param>
    /// <param name="Service">The service.</param>
    /// <param name="MessageTarget">Where messages go that no rule takes; <see langword="null"/> for the platform's own cluster.</param>
    /// <param name="OAuthTarget">Where OAuth redirects go; <see langword="null"/> for the platform's own cluster.</param>
    /// <param name="Tags">The tags of the configuration and of the API.</param>
    internal sealed record Served(
        WeChatPlatform Platform,
        WeChatService Service,
        MessageTarget? MessageTarget,
        MessageTarget? OAuthTarget,
        IReadOnlyCollection<string> Tags)
    {
        public static Served Of(WeChatPlatform platform, Authorizer authorizer, bool isKnown = true)
        {
            var configured = platform.Authorizers.GetValueOrDefault(authorizer.AppId.Value);
            var overrides = OverridesOf(authorizer);
            var policy = configured is null ? platform.Policy
                : platform.Policy with { UserInfo = configured.UserInfo, Reply = configured.Reply, Limits = configured.Limits };
            if (overrides is not null)
            {
                policy = overrides.Over(policy);
            }

            var account = AuthorizerKey.AccountOf(platform.Account, authorizer.AppId, authorizer.Kind) with
            {
                Language = policy.UserInfo.Language,
            };
            var oauthTarget = TargetOf(overrides?.OAuthBackend ?? configured?.OAuthBackend, platform.OAuthTarget);
            return new Served(
                platform,
                WeChatService.Of(
                    platform.ServiceNameOf(authorizer.AppId.Value),
                    account,
                    policy,
                    platform.Messages,
                    isKnown,
                    OAuthOf(platform, authorizer.AppId.Value, oauthTarget)),
                TargetOf(overrides?.MessageBackend ?? configured?.MessageBackend, platform.MessageTarget),
                oauthTarget,
                configured is not { Tags.Count: > 0 } ? authorizer.Tags : [.. configured.Tags.Union(authorizer.Tags)]);
        }

        private static OAuthSettings? OAuthOf(WeChatPlatform platform, string appId, MessageTarget? target)
            => platform.Options.OAuthPath is { Length: > 0 } path
                ? new OAuthSettings(
                    platform.PublicUrl,
                    path.Replace(WeChatPlatform.AppIdSegment, appId, StringComparison.Ordinal),
                    "",
                    platform.Options.OAuthReturnHosts)
                {
                    Backend = target?.Backend,
                }
                : null;

        private static MessageTarget? TargetOf(string? backend, MessageTarget? platforms)
            => string.IsNullOrEmpty(backend) || backend == platforms?.Backend ? platforms : new MessageTarget(backend);

        private static AuthorizerOverrides? OverridesOf(Authorizer authorizer)
        {
            try
            {
                return authorizer.Overrides is { } json ? AuthorizerOverrides.Read(json) : null;
            }
            catch (JsonException)
            {
                // A newer version may have written keys that this one does not know. Messages are more important than they.
                return null;
            }
        }
    }
}
