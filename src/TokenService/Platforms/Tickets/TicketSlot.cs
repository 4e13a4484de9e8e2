using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.TokenService.Platforms.Tickets;

/// <summary>What this process remembers of one platform's tickets.</summary>
internal sealed class TicketSlot(AppId component)
{
    private readonly Lock _gate = new();
    private volatile HeldTicket? _newest;
    private volatile ComponentTicket? _unvaulted;
    private volatile ComponentTicket? _refused;
    private volatile bool _isLoaded;

    public AppId Component { get; } = component;

    /// <summary>Gets the key of the newest ticket in the store, and of the lease on it.</summary>
    public string Key { get; } = $"v1:{Uri.EscapeDataString(component.Value)}:ticket";

    /// <summary>Gets the key of the note that WeChat refused a ticket.</summary>
    public string RefusedKey => $"{Key}:refused";

    /// <summary>Gets the key of the quota of requests to push tickets.</summary>
    public string PushKey => $"{Key}:push";

    public HeldTicket? Newest => _newest;

    /// <summary>Gets the ticket that the vault did not take yet; null when there is none.</summary>
    public ComponentTicket? Unvaulted => _unvaulted;

    /// <summary>Gets or sets the ticket that WeChat refused last.</summary>
    public ComponentTicket? Refused
    {
        get => _refused;
        set => _refused = value;
    }

    /// <summary>Gets a value indicating whether the vault was read since the process started.</summary>
    public bool IsLoaded => _isLoaded;

    /// <summary>Keeps a ticket, unless this one is as new; returns whether it did.</summary>
    public bool Take(HeldTicket held)
    {
        lock (_gate)
        {
            if (_newest is { } newest && newest.Ticket.CreateTime >= held.Ticket.CreateTime)
            {
                return false;
            }

            _newest = held;
            return true;
        }
    }

    public void Loaded() => _isLoaded = true;

    /// <summary>Notes a ticket that is to be written to the vault, unless a newer one is.</summary>
    public void Vault(ComponentTicket ticket)
    {
        lock (_gate)
        {
            if (_unvaulted is null || _unvaulted.CreateTime < ticket.CreateTime)
            {
                _unvaulted = ticket;
            }
        }
    }

    public void Vaulted(ComponentTicket ticket)
    {
        lock (_gate)
        {
            if (ReferenceEquals(_unvaulted, ticket))
            {
                _unvaulted = null;
            }
        }
    }
}
