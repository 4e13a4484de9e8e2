using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Platform.Events;

/// <summary>The authorization events that were answered and are still to be done. Each is worked on by one replica at a time.</summary>
/// <remarks>
/// Every method throws <see cref="AuthorizersUnavailableException"/> when the database is away; what was begun may then have
/// been done.
/// </remarks>
public interface IEventInbox
{
    /// <summary>Adds an event, which is due at once. It is on the disk when the call returns.</summary>
    /// <param name="inboxEvent">The event.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns><see langword="false"/> when the same event is there, or was within the last days.</returns>
    ValueTask<bool> AddAsync(InboxEvent inboxEvent, CancellationToken cancellationToken);

    /// <summary>Takes due events of a platform that no other replica works on, the oldest first.</summary>
    /// <param name="component">The platform's AppId.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="lease">How long nobody else gets them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<IReadOnlyList<TakenEvent>> TakeAsync(AppId component, int most, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Notes that an event was done.</summary>
    /// <param name="taken">The event.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask DoneAsync(TakenEvent taken, CancellationToken cancellationToken);

    /// <summary>Gives an event back until it is due again. Nothing happens when its lease has ended and another replica has it.</summary>
    /// <param name="taken">The event.</param>
    /// <param name="pause">After which time it is due.</param>
    /// <param name="why">
    /// What went wrong, as a sentence without secrets; empty when the work was broken off: then it does not count as worked on.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask PostponeAsync(TakenEvent taken, TimeSpan pause, string why, CancellationToken cancellationToken);

    /// <summary>Notes that an event could not be done in time. Nothing happens when another replica has it.</summary>
    /// <param name="taken">The event.</param>
    /// <param name="why">What went wrong, as a sentence without secrets.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask GiveUpAsync(TakenEvent taken, string why, CancellationToken cancellationToken);

    /// <summary>Counts the events of a platform.</summary>
    /// <param name="component">The platform's AppId.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<InboxCount> CountAsync(AppId component, CancellationToken cancellationToken);
}
