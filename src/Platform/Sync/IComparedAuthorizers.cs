using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms.Calls;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Platform.Sync;

/// <summary>The rows of authorizers as the comparison with WeChat's list sees them. Nothing deletes a row, or blanks a value.</summary>
/// <remarks>Every method throws <see cref="AuthorizersUnavailableException"/> when the database is away.</remarks>
public interface IComparedAuthorizers
{
    /// <summary>Returns how a row is; <see langword="null"/> when there is none.</summary>
    /// <param name="component">The platform's AppId.</param>
    /// <param name="appId">The authorizer's AppId.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<AuthorizerStamp?> StampAsync(AppId component, AppId appId, CancellationToken cancellationToken);

    /// <summary>Marks the rows of a page of WeChat's list as seen, and makes those that are missing.</summary>
    /// <param name="component">The platform's AppId.</param>
    /// <param name="page">The accounts of the page: 500 at most.</param>
    /// <param name="run">The id of the comparison, and of its pass.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>
    /// The accounts that WeChat has to be asked about: new ones, incomplete ones, and those whose refresh token or status differs.
    /// </returns>
    ValueTask<IReadOnlyList<ListedChange>> CompareAsync(
        AppId component, IReadOnlyList<ListedAuthorizer> page, string run, CancellationToken cancellationToken);

    /// <summary>Completes a row by what WeChat told, its refresh token included, if the row is as it was before WeChat was asked.</summary>
    /// <param name="component">The platform's AppId.</param>
    /// <param name="told">What WeChat told. Blanks change nothing.</param>
    /// <param name="seen">The row before WeChat was asked; <see langword="null"/> makes it, unless there is one by now.</param>
    /// <param name="mayAuthorize">Whether an account that is <see cref="AuthorizerState.Unauthorized"/> may be authorized again by
    /// it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<SaveResult> SaveAsync(
        AppId component, AuthorizerInfo told, AuthorizerStamp? seen, bool mayAuthorize, CancellationToken cancellationToken);

    /// <summary>Notes that an account is authorized no longer, if the row is as it was before WeChat was asked.</summary>
    /// <param name="component">The platform's AppId.</param>
    /// <param name="appId">The authorizer's AppId.</param>
    /// <param name="seen">The row before WeChat was asked.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<SaveResult> EndAsync(AppId component, AppId appId, AuthorizerStamp seen, CancellationToken cancellationToken);

    /// <summary>
    /// Returns accounts that a comparison did not see, in the order of their AppIds: those that are authorized as far as the rows say, and
    /// those that are not but whose refresh token is still there.
    /// </summary>
    /// <param name="component">The platform's AppId.</param>
    /// <param name="run">The id of the comparison, and of its pass.</param>
    /// <param name="startedAt">When it began: younger rows are left out.</param>
    /// <param name="after">The AppId after which the page begins.</param>
    /// <param name="most">The length of the page.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<IReadOnlyList<AppId>> UnseenAsync(
        AppId component, string run, DateTimeOffset startedAt, string after, int most, CancellationToken cancellationToken);

    /// <summary>Counts the rows of a platform by their status.</summary>
    /// <param name="component">The platform's AppId.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<IReadOnlyDictionary<AuthorizerState, int>> CountAsync(AppId component, CancellationToken cancellationToken);
}
