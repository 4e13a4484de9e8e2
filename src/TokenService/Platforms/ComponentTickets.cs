using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms.Tickets;
using WxYarpGateway.TokenService.Platforms.Vault;
using WxYarpGateway.TokenService.Store;

namespace WxYarpGateway.TokenService.Platforms;

/// <summary>
/// Keeps the newest ticket of each platform: in the vault, which outlives everything, in the store for all replicas, and in memory.
/// </summary>
/// <remarks>The newest by <see cref="ComponentTicket.CreateTime"/> wins; one that is older, or as old, is a replay and changes nothing.
/// </remarks>
public sealed partial class ComponentTickets : IDisposable
{
    // A push has to be answered within 300 ms. What store and vault have not taken by then, they take afterwards.
    private static readonly TimeSpan LongestAccept = TimeSpan.FromMilliseconds(160);

    private readonly ConcurrentDictionary<AppId, TicketSlot> _slots = [];
    private readonly ConcurrentDictionary<string, TicketSlot> _byKey = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly TicketStore _shared;
    private readonly IExpiringStore _store;
    private readonly BoundedVault _vault;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger<ComponentTickets> _logger;

    internal ComponentTickets(
        TicketStore shared, IExpiringStore store, BoundedVault vault, TimeProvider timeProvider, ILogger<ComponentTickets> logger)
    {
        (_shared, _store, _vault, _timeProvider, _logger) = (shared, store, vault, timeProvider, logger);
        store.Changed += OnChanged;
    }

    /// <summary>Raised with the platform's AppId when this process has got a newer ticket, from WeChat or from another replica.</summary>
    internal event Action<AppId>? Arrived;

    /// <summary>
    /// Keeps a ticket that WeChat has pushed. It returns when vault and store have it, and after a quarter of a second at the latest:
    /// memory has it at once, and what failed is tried again until it works or a newer ticket comes.
    /// </summary>
    /// <param name="platform">The platform's account.</param>
    /// <param name="ticket">The ticket.</param>
    /// <param name="cancellationToken">Gives up waiting; the ticket is kept nevertheless.</param>
    /// <returns><see langword="false"/> when there is one that is as new: it changes nothing then.</returns>
    public async ValueTask<bool> AcceptAsync(Account platform, ComponentTicket ticket, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(platform);
        ArgumentNullException.ThrowIfNull(ticket);
        ArgumentException.ThrowIfNullOrEmpty(ticket.Value);
        var slot = For(platform.AppId);
        var held = new HeldTicket(ticket, Lifetime.Start(ComponentTicket.Life, _timeProvider));
        if (!await IsNewAsync(slot, ticket, cancellationToken) || !Take(slot, held))
        {
            return false;
        }

        slot.Vault(ticket);
        var kept = Task.WhenAll(ShareAsync(slot, held), VaultAsync(slot, ticket));
        await Task.WhenAny(kept, Task.Delay(LongestAccept, _timeProvider, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        return true;
    }

    /// <summary>Returns the newest ticket that this process knows of, without asking anybody; null when it knows of none.</summary>
    /// <param name="component">The platform's AppId.</param>
    public ComponentTicket? Newest(AppId component) => _slots.GetValueOrDefault(component)?.Newest?.Ticket;

    /// <summary>Returns how long ago the newest ticket came; null when there is none.</summary>
    /// <param name="component">The platform's AppId.</param>
    public TimeSpan? AgeOf(AppId component) => _slots.GetValueOrDefault(component)?.Newest is { } held ? AgeOf(held) : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _store.Changed -= OnChanged;
        if (!_stopping.IsCancellationRequested)
        {
            _stopping.Cancel();
            _stopping.Dispose();
        }
    }

    /// <summary>Returns the newest ticket that WeChat may take, after asking the store and, when need be, the vault; null when there is
    /// none.</summary>
    internal async ValueTask<ComponentTicket?> FindAsync(AppId component, CancellationToken cancellationToken)
    {
        var slot = For(component);
        await RefreshAsync(slot, cancellationToken);
        if (slot.Newest is not { } held || held.Lifetime.Remaining(_timeProvider) == TimeSpan.Zero)
        {
            return null;
        }

        try
        {
            return await _shared.IsRefusedAsync(slot, held.Ticket, cancellationToken) || slot.Refused == held.Ticket ? null : held.Ticket;
        }
        catch (StoreUnavailableException)
        {
            return slot.Refused == held.Ticket ? null : held.Ticket;
        }
    }

    /// <summary>Takes over the newest ticket that the store and, when need be, the vault have.</summary>
    internal ValueTask RefreshAsync(AppId component, CancellationToken cancellationToken)
        => RefreshAsync(For(component), cancellationToken);

    /// <summary>Notes that WeChat refused a ticket: nobody sends it again.</summary>
    internal async ValueTask RefuseAsync(AppId component, ComponentTicket ticket, CancellationToken cancellationToken)
    {
        var slot = For(component);
        slot.Refused = ticket;
        TicketLog.Refused(_logger, component.Value, ticket.CreateTime);
        try
        {
            await _shared.RefuseAsync(slot, ticket, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // The other replicas find out by themselves.
        }
    }

    /// <summary>
    /// Returns whether it is time to ask WeChat for tickets: none came for so long, and no replica has asked within the hour. It goes by
    /// what <see cref="RefreshAsync(AppId, CancellationToken)"/> took over just before.
    /// </summary>
    internal async ValueTask<bool> ShouldStartPushAsync(AppId component, TimeSpan longestAge, CancellationToken cancellationToken)
    {
        var slot = For(component);
        if (slot.Newest is { } held && AgeOf(held) < longestAge && slot.Refused != held.Ticket)
        {
            return false;
        }

        try
        {
            return await _shared.MayStartPushAsync(slot, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    /// <summary>Writes to the vault what it did not take before.</summary>
    internal async Task RetryAsync()
    {
        foreach (var slot in _slots.Values)
        {
            if (slot.Unvaulted is { } ticket)
            {
                await VaultAsync(slot, ticket);
            }
        }
    }

    private TimeSpan AgeOf(HeldTicket held) => ComponentTicket.Life - held.Lifetime.Remaining(_timeProvider);

    private TicketSlot For(AppId component)
    {
        if (_slots.TryGetValue(component, out var slot))
        {
            return slot;
        }

        slot = _slots.GetOrAdd(component, new TicketSlot(component));
        _byKey[slot.Key] = slot;
        return slot;
    }

    // After a restart the first ticket to come may be an old one, sent again by whoever wants to bring the platform down.
    private async ValueTask<bool> IsNewAsync(TicketSlot slot, ComponentTicket ticket, CancellationToken cancellationToken)
    {
        if (slot.Newest is null)
        {
            var refreshed = RefreshAsync(slot, _stopping.Token).AsTask();
            await Task.WhenAny(refreshed, Task.Delay(LongestAccept / 2, _timeProvider, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }

        return slot.Newest is not { } newest || newest.Ticket.CreateTime < ticket.CreateTime;
    }

    private bool Take(TicketSlot slot, HeldTicket held)
    {
        if (!slot.Take(held))
        {
            return false;
        }

        Arrived?.Invoke(slot.Component);
        return true;
    }

    private async ValueTask RefreshAsync(TicketSlot slot, CancellationToken cancellationToken)
    {
        try
        {
            if (await _shared.ReadAsync(slot, cancellationToken) is { } stored)
            {
                Take(slot, stored);
            }
        }
        catch (StoreUnavailableException)
        {
            // The guard has said so.
        }

        if (slot.IsLoaded)
        {
            return;
        }

        try
        {
            if (await _vault.ReadTicketAsync(slot.Component, cancellationToken) is { } ticket)
            {
                Take(slot, new HeldTicket(ticket, Lifetime.Start(LeftOf(ticket), _timeProvider)));
            }

            slot.Loaded();
        }
        catch (VaultUnavailableException e)
        {
            TicketLog.NotRead(_logger, slot.Component.Value, e.Message);
        }
    }

    // Only here two wall clocks meet: a ticket from the future is one of a machine whose clock is ahead.
    private TimeSpan LeftOf(ComponentTicket ticket)
    {
        var left = ComponentTicket.Life - (_timeProvider.GetUtcNow() - ticket.ReceivedAt);
        return left < TimeSpan.Zero ? TimeSpan.Zero : left < ComponentTicket.Life ? left : ComponentTicket.Life;
    }

    private async Task ShareAsync(TicketSlot slot, HeldTicket held)
    {
        try
        {
            if (await _shared.WriteAsync(slot, held, _stopping.Token) is { } newer)
            {
                Take(slot, newer);
            }
        }
        catch (Exception e) when (e is StoreUnavailableException || _stopping.IsCancellationRequested)
        {
            // The next ticket comes within 10 minutes, and the vault has this one.
        }
    }

    private async Task VaultAsync(TicketSlot slot, ComponentTicket ticket)
    {
        try
        {
            await _vault.WriteTicketAsync(slot.Component, ticket, _stopping.Token);
            slot.Vaulted(ticket);
        }
        catch (VaultUnavailableException e)
        {
            TicketLog.NotVaulted(_logger, slot.Component.Value, e.Message);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The process ends; the store has the ticket.
        }
    }

    private void OnChanged(StoreChange change)
    {
        if (!change.IsRemoval && _byKey.TryGetValue(change.Key, out var slot))
        {
            _ = RefreshQuietlyAsync(slot);
        }
    }

    private async Task RefreshQuietlyAsync(TicketSlot slot)
    {
        try
        {
            await RefreshAsync(slot, _stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The process ends.
        }
    }
}
