using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms.Calls;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Platform.Authorizers.Storage;

/// <summary>The rows of authorizers, without their refresh tokens.</summary>
/// <remarks>
/// Every method that asks the database throws <see cref="AuthorizersUnavailableException"/> when it is away. No method writes a blank over
/// a value.
/// </remarks>
public interface IAuthorizerStore
{
    /// <summary>Reads the authorizers of a platform, in the order of their AppIds.</summary>
    /// <param name="component">The platform's AppId.</param>
    /// <param name="changedSince">Reads only those that changed at this time or later; <see langword="null"/> reads all.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    IAsyncEnumerable<Authorizer> LoadAsync(AppId component, DateTimeOffset? changedSince, CancellationToken cancellationToken);

    /// <summary>Reads one authorizer; <see langword="null"/> when there is no row.</summary>
    /// <param name="component">The platform's AppId.</param>
    /// <param name="appId">The authorizer's AppId.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<AuthorizerDetails?> FindAsync(AppId component, AppId appId, CancellationToken cancellationToken);

    /// <summary>Looks for authorizers of a platform, in the order of their AppIds.</summary>
    /// <param name="component">The platform's AppId.</param>
    /// <param name="search">Which are looked for.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<IReadOnlyList<AuthorizerDetails>> SearchAsync(AppId component, AuthorizerSearch search, CancellationToken cancellationToken);

    /// <summary>
    /// Completes a row by what WeChat told, and makes it when there is none. A row that there is keeps its state; a new one is
    /// <see cref="AuthorizerState.Authorized"/>, or <see cref="AuthorizerState.NeedsCode"/> when WeChat told no refresh token.
    /// </summary>
    /// <param name="component">The platform's AppId.</param>
    /// <param name="appId">The authorizer's AppId.</param>
    /// <param name="info">What WeChat told.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask SaveInfoAsync(AppId component, AppId appId, AuthorizerInfo info, CancellationToken cancellationToken);

    /// <summary>Sets the state by an authorization event, and makes the row when there is none.</summary>
    /// <param name="component">The platform's AppId.</param>
    /// <param name="appId">The authorizer's AppId.</param>
    /// <param name="state">The state.</param>
    /// <param name="eventTime">The event's CreateTime.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns><see langword="false"/> when a newer event, or another of the same second, was applied before: then nothing changed.</returns>
    ValueTask<bool> ApplyEventAsync(
        AppId component, AppId appId, AuthorizerState state, DateTimeOffset eventTime, CancellationToken cancellationToken);

    /// <summary>Sets the state, and why it is so, whatever event came before.</summary>
    /// <param name="component">The platform's AppId.</param>
    /// <param name="appId">The authorizer's AppId.</param>
    /// <param name="state">The state.</param>
    /// <param name="why">A sentence; empty for none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether there is such a row.</returns>
    ValueTask<bool> SetStateAsync(
        AppId component, AppId appId, AuthorizerState state, string why, CancellationToken cancellationToken);

    /// <summary>Marks rows as seen by a comparison with WeChat's list.</summary>
    /// <param name="component">The platform's AppId.</param>
    /// <param name="appIds">The authorizers' AppIds, 500 at most; unknown ones are left out.</param>
    /// <param name="run">The id of the comparison.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask MarkSeenAsync(AppId component, IReadOnlyList<AppId> appIds, string run, CancellationToken cancellationToken);

    /// <summary>Returns which of some authorizers are known not to have granted a permission set.</summary>
    /// <param name="component">The platform's AppId.</param>
    /// <param name="appIds">The authorizers' AppIds; unknown ones are left out, and those of which no permission set is known.</param>
    /// <param name="permissionSet">The id of the permission set (权限集).</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<IReadOnlySet<AppId>> LackingAsync(
        AppId component, IReadOnlyList<AppId> appIds, int permissionSet, CancellationToken cancellationToken);

    /// <summary>Makes an edit of what people keep of an authorizer: all of it in one write, or nothing.</summary>
    /// <param name="component">The platform's AppId.</param>
    /// <param name="appId">The authorizer's AppId.</param>
    /// <param name="edit">The edit, which has no errors.</param>
    /// <param name="expected">
    /// Of these the row must have one as its <see cref="AuthorizerDetails.EditTag"/>, else nothing changes; <see langword="null"/> when
    /// any will do.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<AuthorizerWrite> EditAsync(
        AppId component, AppId appId, AuthorizerEdit edit, IReadOnlyCollection<string>? expected, CancellationToken cancellationToken);
}
