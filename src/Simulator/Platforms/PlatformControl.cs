using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Platforms.Authorizations;
using WxYarpGateway.Simulator.Platforms.Events;
using WxYarpGateway.Simulator.Platforms.Orders;
using WxYarpGateway.Simulator.Pushes;

namespace WxYarpGateway.Simulator.Platforms;

/// <summary>Lets tests and scripts do what WeChat and accounts' administrators do with platforms, and read what platforms did.</summary>
public sealed class PlatformControl
{
    private readonly PlatformBook _platforms;
    private readonly AccountBook _accounts;
    private readonly PlatformPusher _pusher;
    private readonly TicketPushes _tickets;
    private readonly AuthorizationFlow _flow;
    private readonly LaterPushes _later;

    internal PlatformControl(
        PlatformBook platforms,
        AccountBook accounts,
        PlatformPusher pusher,
        TicketPushes tickets,
        AuthorizationFlow flow,
        LaterPushes later)
    {
        (_platforms, _accounts, _pusher, _tickets, _flow, _later) = (platforms, accounts, pusher, tickets, flow, later);
    }

    /// <summary>Gets the authorization codes of the last day, oldest first, platform by platform.</summary>
    public IReadOnlyList<AuthorizationCodeUse> Codes => [.. _platforms.All.SelectMany(state => state.Codes)];

    /// <summary>Gets the platforms' own events that were pushed: tickets, authorizations, and all others.</summary>
    public PushedEvents Events => _pusher.Events;

    internal IReadOnlyList<PlatformReport> Reports => [.. _platforms.All.Select(PlatformReport.Of)];

    /// <summary>Adds a platform, or replaces the settings of the one of the same AppId; its accounts must have been added before.</summary>
    public void Add(SimulatedPlatform platform) => _tickets.Begin(_platforms.Add(platform));

    /// <summary>Pushes a ticket now, besides those of every ten minutes; null when the platform has no event URL.</summary>
    public Task<PushResult?> PushTicketAsync(string platform, CancellationToken cancellationToken) =>
        _tickets.PushAsync(_platforms.Find(platform), cancellationToken);

    /// <summary>Returns a valid ticket without pushing it.</summary>
    public string CreateTicket(string platform) => _platforms.Find(platform).IssueTicket().Value;

    /// <summary>Returns whether the platform still gets tickets.</summary>
    public bool GetsTickets(string platform) => _platforms.Find(platform).TicketPushing.IsOn;

    /// <summary>Authorizes an account, or changes its permissions, as its administrator does on the authorization page.</summary>
    public Task<AuthorizationResult> AuthorizeAsync(
        string platform,
        string appId,
        AuthorizationOptions options,
        CancellationToken cancellationToken)
    {
        var state = _platforms.Find(platform);
        var (preAuthCode, _) = state.CreatePreAuthCode();
        return _flow.RunAsync(
            state,
            _accounts.Find(appId),
            preAuthCode,
            options,
            work => _later.Run(platform, work),
            cancellationToken);
    }

    /// <summary>Withdraws an authorization, as the administrator does in the account's console: all its tokens end at once.</summary>
    public async Task<PushResult?> UnauthorizeAsync(
        string platform,
        string appId,
        DateTimeOffset? createdAt,
        CancellationToken cancellationToken)
    {
        UnauthorizeSilently(platform, appId);
        var message = PlatformEvent.Unauthorized(appId) with { CreatedAt = createdAt };
        return await _pusher.PushAsync(_platforms.Find(platform), message, options: null, cancellationToken);
    }

    /// <summary>Withdraws an authorization whose event is lost.</summary>
    public void UnauthorizeSilently(string platform, string appId)
    {
        if (!_platforms.Find(platform).Unauthorize(appId))
        {
            throw new ArgumentException($"The account '{appId}' is not authorized to '{platform}'.", nameof(appId));
        }
    }

    /// <summary>Pushes any event of the platform, of a known InfoType or not; null when there is no URL to push to.</summary>
    public Task<PushResult?> PushEventAsync(
        string platform,
        PlatformEvent message,
        PushOptions? options,
        CancellationToken cancellationToken) =>
        _pusher.PushAsync(_platforms.Find(platform), message, options, cancellationToken);

    /// <summary>Returns whether an account is authorized to the platform.</summary>
    public bool IsAuthorized(string platform, string appId) => _platforms.IsAuthorized(platform, appId);

    /// <summary>Returns the refresh token that WeChat takes now, told by an API or not; null when the account is not authorized.</summary>
    public string? RefreshTokenOf(string platform, string appId) => _platforms.Find(platform).RefreshTokenOf(appId);

    /// <summary>Returns how many calls named an authorization code, including refused ones.</summary>
    public int ExchangesOf(string code) => Codes.Where(use => use.Code == code).Sum(use => use.Exchanges);

    /// <summary>Creates one more authorization code for an authorized account.</summary>
    internal string CreateCode(string platform, string appId) => _platforms.Find(platform).CreateCode(appId);

    internal SimulatedPlatform SettingsOf(string platform) => _platforms.Find(platform).Settings;

    internal void Authorize(string platform, SimulatedAuthorizer authorizer) =>
        _platforms.Find(platform).AuthorizeSilently(_accounts.Find(authorizer.AppId), authorizer);

    internal void Set(PlatformSwitchOrder order)
    {
        var state = _platforms.Find(order.Platform);
        var (before, after) = (state.Settings.Switches, order.Merge(state.Settings.Switches));
        state.Settings.Switches = after;
        if (after.PushesTickets && (!before.PushesTickets || before.TicketInterval != after.TicketInterval))
        {
            state.TicketPushing.Start();
            _tickets.Begin(state);
        }
        else if (!after.PushesTickets)
        {
            state.TicketPushing.Stop();
        }
    }

    internal async Task<PushResult?> RegisterAsync(RegistrationOrder order, CancellationToken cancellationToken)
    {
        var (state, account) = (_platforms.Find(order.Platform), _accounts.Find(order.AppId));
        var isAuthorization = order is { Status: 0, InfoType: RegistrationOrder.FastRegistration };
        var code = isAuthorization ? state.Authorize(account, permissionSets: null).EventCode : null;
        return await _pusher.PushAsync(state, order.ToEvent(code), options: null, cancellationToken);
    }
}
