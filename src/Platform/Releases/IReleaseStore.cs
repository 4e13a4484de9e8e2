using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Platform.Releases;

/// <summary>Keeps releases, for all replicas.</summary>
/// <remarks>Every method throws <see cref="AuthorizersUnavailableException"/> when the database is away.</remarks>
public interface IReleaseStore
{
    /// <summary>Files a release with its mini programs, all <see cref="ItemState.Queued"/>.</summary>
    /// <param name="release">The release.</param>
    /// <param name="appIds">The mini programs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The release, or the one that was filed before with the same key: then nothing changed.</returns>
    ValueTask<Release> AddAsync(Release release, IReadOnlyList<AppId> appIds, CancellationToken cancellationToken);

    /// <summary>Returns a release of a platform; <see langword="null"/> for none.</summary>
    /// <param name="platform">The platform's AppId.</param>
    /// <param name="id">The release.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<ReleaseSummary?> FindAsync(AppId platform, Guid id, CancellationToken cancellationToken);

    /// <summary>Returns the release that was filed with a key; <see langword="null"/> for none.</summary>
    /// <param name="platform">The platform's AppId.</param>
    /// <param name="idempotencyKey">The caller's key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<Release?> FindFiledAsync(AppId platform, string idempotencyKey, CancellationToken cancellationToken);

    /// <summary>Returns the releases of a platform, the newest first.</summary>
    /// <param name="platform">The platform's AppId.</param>
    /// <param name="after">The last one of the page before; <see langword="null"/> for the first page.</param>
    /// <param name="limit">The length of the page.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<IReadOnlyList<ReleaseSummary>> ListAsync(AppId platform, Guid? after, int limit, CancellationToken cancellationToken);

    /// <summary>Returns mini programs of a release in the order of their AppIds.</summary>
    /// <param name="id">The release.</param>
    /// <param name="state">Their state; <see langword="null"/> for any.</param>
    /// <param name="after">The AppId after which the page begins.</param>
    /// <param name="limit">The length of the page.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<IReadOnlyList<ReleaseItem>> ItemsAsync(
        Guid id, ItemState? state, string? after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Returns the mini programs of a release that changed at a time or later, in the order of their changes. Being filed is no change.
    /// </summary>
    /// <param name="release">The release.</param>
    /// <param name="since">The time.</param>
    /// <param name="after">The last one of the page before, which changed at that time; <see langword="null"/> for the first page.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<IReadOnlyList<ReleaseItem>> ChangedAsync(
        Release release, DateTimeOffset since, AppId? after, int limit, CancellationToken cancellationToken);

    /// <summary>Returns the releases of a platform that are worked on.</summary>
    /// <param name="platform">The platform's AppId.</param>
    /// <param name="known">Releases that were read before: their definitions, which may be long and never change, are not read again.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<IReadOnlyList<Release>> ActiveAsync(
        AppId platform, IReadOnlyDictionary<Guid, Release> known, CancellationToken cancellationToken);

    /// <summary>Counts what a platform's releases that are not at an end consist of.</summary>
    /// <param name="platform">The platform's AppId.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<ReleaseCount> CountAsync(AppId platform, CancellationToken cancellationToken);

    /// <summary>
    /// Takes mini programs of a release that are due and that no replica holds. Never are more held at once than a number, by all replicas
    /// together.
    /// </summary>
    /// <param name="id">The release.</param>
    /// <param name="atOnce">The most that may be held.</param>
    /// <param name="most">The most to take.</param>
    /// <param name="hold">Who holds them, and for how long, should it not say what became of them.</param>
    /// <param name="cancellationToken">Gives up; what was taken is free again when the lease ends.</param>
    ValueTask<IReadOnlyList<ReleaseItem>> TakeAsync(
        Guid id, int atOnce, int most, ItemHold hold, CancellationToken cancellationToken);

    /// <summary>Holds mini programs of a release on for another lease, as far as this replica still holds them.</summary>
    /// <param name="id">The release.</param>
    /// <param name="appIds">The mini programs.</param>
    /// <param name="hold">Who holds them, and for how long.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask HoldAsync(Guid id, IReadOnlyCollection<AppId> appIds, ItemHold hold, CancellationToken cancellationToken);

    /// <summary>Saves what became of a mini program, if this replica still holds it.</summary>
    /// <param name="item">The mini program.</param>
    /// <param name="hold">Who holds it, and for how long from now; zero to let go.</param>
    /// <param name="stopAfter">After how many failures of one errcode in a row the release pauses; 0 never.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>
    /// The mini program to go on with; <see langword="null"/> when this replica does not hold it any more: it was let go, another one
    /// has it, or the release is paused or cancelled.
    /// </returns>
    ValueTask<ReleaseItem?> SaveAsync(ReleaseItem item, ItemHold hold, int stopAfter, CancellationToken cancellationToken);

    /// <summary>Makes the mini program due in all releases of a platform in which it is being submitted or audited.</summary>
    /// <param name="platform">The platform's AppId.</param>
    /// <param name="appId">The mini program.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The releases.</returns>
    ValueTask<IReadOnlyList<Guid>> TellAsync(AppId platform, AppId appId, CancellationToken cancellationToken);

    /// <summary>Says that a running release waits for quota, or goes on after it has waited.</summary>
    /// <param name="id">The release.</param>
    /// <param name="until">Until when it waits; <see langword="null"/> to go on.</param>
    /// <param name="why">Why, as a sentence.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether it was otherwise before.</returns>
    ValueTask<bool> WaitAsync(Guid id, DateTimeOffset? until, string why, CancellationToken cancellationToken);

    /// <summary>Cancels a release: what is under way is let end its step. Does nothing when it is at an end.</summary>
    /// <param name="id">The release.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask CancelAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Lets a paused release, or one that waits for quota, go on now.</summary>
    /// <param name="id">The release.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether it was paused or waiting.</returns>
    ValueTask<bool> ResumeAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>
    /// Lets mini programs at an end go on: those that failed or were cancelled where they stood, the others from the beginning.
    /// </summary>
    /// <param name="id">The release.</param>
    /// <param name="states">Their states.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many there are; <see langword="null"/> while the release is being cancelled.</returns>
    ValueTask<int?> RetryAsync(Guid id, IReadOnlyCollection<ItemState> states, CancellationToken cancellationToken);

    /// <summary>Reads how a platform's quota stands; <see langword="null"/> when nobody has written it.</summary>
    /// <param name="platform">The platform's AppId.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<string?> ReadQuotaAsync(AppId platform, CancellationToken cancellationToken);

    /// <summary>Replaces how a platform's quota stands, if nobody else has in the meantime.</summary>
    /// <param name="platform">The platform's AppId.</param>
    /// <param name="seen">What was read.</param>
    /// <param name="state">What it is now.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<bool> TryReplaceQuotaAsync(AppId platform, string? seen, string state, CancellationToken cancellationToken);
}
