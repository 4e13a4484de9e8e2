using System.Diagnostics.Metrics;
using System.Text.Json;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Platform.Authorizers;

/// <summary>Shows how many authorizers each platform has, by status, as the memory of this replica has them.</summary>
internal sealed class AuthorizerMetrics
{
    private readonly PlatformCatalog _platforms;
    private readonly AuthorizerRegistry _registry;

    public AuthorizerMetrics(IMeterFactory meters, PlatformCatalog platforms, AuthorizerRegistry registry)
    {
        (_platforms, _registry) = (platforms, registry);
        meters.Create(PlatformMeter.Name).CreateObservableGauge(
            "wxgateway.platform.authorizers", Observe, "{authorizer}", "Authorizers by platform and status.");
    }

    // A status that no authorizer has is shown as 0, so that alerts see it fall to that.
    private IEnumerable<Measurement<int>> Observe() =>
        from platform in _platforms.Current.Values
        let counts = _registry.Of(platform.AppId).CountBy(authorizer => authorizer.State).ToDictionary()
        from state in Enum.GetValues<AuthorizerState>()
        select new Measurement<int>(
            counts.GetValueOrDefault(state),
            new KeyValuePair<string, object?>("service", platform.Name),
            new KeyValuePair<string, object?>("status", JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString())));
}
