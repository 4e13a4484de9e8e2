using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Platform.Sync;

/// <summary>Keeps the state of each platform's comparison with WeChat's list, which is its lease as well.</summary>
/// <remarks>Both methods throw <see cref="AuthorizersUnavailableException"/> when the database is away.</remarks>
public interface ISyncRuns
{
    /// <summary>Returns the state; <see langword="null"/> before the first comparison.</summary>
    /// <param name="component">The platform's AppId.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<string?> ReadAsync(AppId component, CancellationToken cancellationToken);

    /// <summary>Replaces the state, unless it has become another one. This is one step.</summary>
    /// <param name="component">The platform's AppId.</param>
    /// <param name="seen">The state that was read.</param>
    /// <param name="state">The new state.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether it was replaced.</returns>
    ValueTask<bool> TryReplaceAsync(AppId component, string? seen, string state, CancellationToken cancellationToken);
}
