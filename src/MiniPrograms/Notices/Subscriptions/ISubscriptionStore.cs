using WxYarpGateway.MiniPrograms.Users;

namespace WxYarpGateway.MiniPrograms.Notices.Subscriptions;

/// <summary>
/// Keeps what users said to subscribe messages, and what became of the last one of each template. Every call may throw
/// <see cref="UsersUnavailableException"/>.
/// </summary>
public interface ISubscriptionStore
{
    /// <summary>
    /// Keeps what an event told. The newest moment wins, in whatever order events come, and one that comes twice changes nothing. Of a user
    /// those templates are kept that changed last, <see cref="Subscription.MostOfUser"/> of them.
    /// </summary>
    /// <param name="app">The mini program's AppId.</param>
    /// <param name="openId">The user's openid; of one who never logged in nothing is kept.</param>
    /// <param name="told">What the event told.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask ApplyAsync(string app, string openId, IReadOnlyList<Subscription> told, CancellationToken cancellationToken);

    /// <summary>Lists what is kept of a user of a mini program, in the order of the templates' ids.</summary>
    /// <param name="app">The mini program's AppId.</param>
    /// <param name="user">The user's id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<IReadOnlyList<Subscription>> ListAsync(string app, long user, CancellationToken cancellationToken);
}
