using WxYarpGateway.Transforms.Pipeline.Routing;

namespace WxYarpGateway.MiniPrograms.Apps;

/// <summary>What a platform's configuration says about the login of its authorizers: for all, and for single ones by AppId.</summary>
/// <param name="ForAll">What holds for all; <see langword="null"/> when only single ones have a login.</param>
/// <param name="Single">Those with an entry of their own, which has the defaults for all in it.</param>
internal sealed record LoginDefaults(ConfiguredLogin? ForAll, IReadOnlyDictionary<string, ConfiguredLogin> Single)
{
    /// <summary>Returns the mini program; <see langword="null"/> when it has no login.</summary>
    public LoginApp? AppOf(LoginAuthorizer authorizer)
    {
        var configured = Single.GetValueOrDefault(authorizer.Account.AppId.Value) ?? ForAll;
        if (LoginOverrides.Read(authorizer.Overrides) is { } overrides)
        {
            configured = new ConfiguredLogin(
                overrides.Over(configured?.Options ?? new LoginOptions()),
                overrides.Backend is { Length: > 0 } backend ? MessageTarget.ClusterOf(backend) : configured?.ClusterId)
            {
                ContentChecks = configured?.ContentChecks ?? [],
                MessageApi = configured?.MessageApi,
            };
        }

        return configured is null ? null
            : new LoginApp(authorizer.Service, authorizer.Account, configured.Options, configured.ClusterId)
            {
                ContentChecks = configured.ContentChecks,
                MessageApi = configured.MessageApi,
            };
    }
}
