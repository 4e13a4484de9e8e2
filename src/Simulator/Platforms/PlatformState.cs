using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Platforms.Authorizations;
using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.Platforms;

/// <summary>Everything that WeChat knows about one platform: its tickets, tokens, codes and authorizers.</summary>
internal sealed class PlatformState
{
    private readonly TokenRegister _tokens;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly TicketBook _tickets = new();
    private readonly PreAuthCodes _preAuthCodes = new();
    private readonly AuthorizationCodes _codes = new();
    private readonly Authorizers _authorizers;
    private string? _componentToken;

    public PlatformState(SimulatedPlatform settings, TokenRegister tokens, TimeProvider clock)
    {
        (Settings, _tokens, _clock) = (settings, tokens, clock);
        TicketPushing = new TicketPushing(settings.Switches.PushesTickets);
        _authorizers = new Authorizers(IssueAuthorizerToken, tokens);
    }

    public SimulatedPlatform Settings { get; set; }

    public string AppId => Settings.AppId;

    public TicketPushing TicketPushing { get; }

    public PlatformQuotas Quotas { get; } = new();

    /// <summary>Gets every code of the last day, oldest first.</summary>
    public IReadOnlyList<AuthorizationCodeUse> Codes
    {
        get
        {
            lock (_gate)
            {
                return _codes.All(AppId);
            }
        }
    }

    private PlatformSwitches Switches => Settings.Switches;

    public PlatformTicket IssueTicket()
    {
        lock (_gate)
        {
            return _tickets.Issue(_clock.GetUtcNow());
        }
    }

    public ApiError? CheckTicket(string? ticket)
    {
        lock (_gate)
        {
            return _tickets.Check(ticket, Switches.TicketLifetime, _clock.GetUtcNow());
        }
    }

    public TokenGrant IssueComponentToken()
    {
        lock (_gate)
        {
            if (_componentToken is { } old && Switches.NewTokenEndsOld)
            {
                _tokens.Invalidate(old, TimeSpan.Zero);
            }

            var grant = _tokens.IssueToPlatform(AppId, AppId, Switches.ComponentTokenLifetime, RefusalOf);
            _componentToken = grant.Value;
            return grant;
        }
    }

    public (string Code, int ExpiresIn) CreatePreAuthCode()
    {
        lock (_gate)
        {
            return _preAuthCodes.Issue(Switches.PreAuthCodeLifetime, _clock.GetUtcNow());
        }
    }

    public bool IsPreAuthCodeValid(string code)
    {
        lock (_gate)
        {
            return _preAuthCodes.IsValid(code, _clock.GetUtcNow());
        }
    }

    /// <summary>Uses a code up, which can be done once.</summary>
    public bool TakePreAuthCode(string code)
    {
        lock (_gate)
        {
            return _preAuthCodes.Take(code, _clock.GetUtcNow());
        }
    }

    /// <summary>Authorizes an account, again if it is already, which ends its access token at once.</summary>
    public GrantedAuthorization Authorize(SimulatedAccount account, IReadOnlyList<int>? permissionSets)
    {
        lock (_gate)
        {
            var now = _clock.GetUtcNow();
            var infoType = _authorizers.Authorize(account, SetsOf(account, permissionSets), Switches.RefreshTokens, now);
            var code = _codes.Issue(account.AppId, Switches.AuthorizationCodeLifetime, now);
            var ofEvent = Switches.EventHasOwnCode ? _codes.Issue(account.AppId, Switches.AuthorizationCodeLifetime, now) : code;
            return new GrantedAuthorization(infoType, code, ofEvent, now + Switches.AuthorizationCodeLifetime);
        }
    }

    /// <summary>Authorizes an account without a code, as if it had happened long ago.</summary>
    public void AuthorizeSilently(SimulatedAccount account, SimulatedAuthorizer authorizer)
    {
        lock (_gate)
        {
            _authorizers.Authorize(account, SetsOf(account, authorizer.PermissionSets), Switches.RefreshTokens, _clock.GetUtcNow());
            var added = _authorizers.Find(account.AppId)!;
            (added.WasQueried, added.Info) = (authorizer.WasQueried, authorizer.Info);
        }
    }

    /// <summary>Creates one more code for an authorized account.</summary>
    public string CreateCode(string appId)
    {
        lock (_gate)
        {
            return _codes.Issue(appId, Switches.AuthorizationCodeLifetime, _clock.GetUtcNow());
        }
    }

    /// <summary>Exchanges an authorization code. Returns the error, or null and the authorizer with a new access token.</summary>
    public ApiError? Query(string code, out AuthorizerGrant? grant)
    {
        lock (_gate)
        {
            grant = null;
            return _codes.Take(code, _clock.GetUtcNow(), out var appId) ?? _authorizers.Query(appId!, out grant);
        }
    }

    /// <summary>Renews an authorizer's access token. Returns the error, or null and the new tokens.</summary>
    public ApiError? Renew(string appId, string? refreshToken, out AuthorizerGrant? grant)
    {
        lock (_gate)
        {
            return _authorizers.Renew(appId, refreshToken, Switches.RefreshTokens, out grant);
        }
    }

    /// <summary>Withdraws an authorization: all its tokens end at once. Returns whether there was one.</summary>
    public bool Unauthorize(string appId)
    {
        lock (_gate)
        {
            return _authorizers.Remove(appId);
        }
    }

    public bool IsAuthorized(string appId) => Authorizer(appId) is not null;

    /// <summary>Returns a copy of an authorizer as it is now, or null.</summary>
    public AuthorizerEntry? Authorizer(string appId)
    {
        lock (_gate)
        {
            return _authorizers.Find(appId)?.ToEntry();
        }
    }

    /// <summary>Returns the refresh token that WeChat takes now, even when no API tells it; null for no authorizer.</summary>
    public string? RefreshTokenOf(string appId)
    {
        lock (_gate)
        {
            return _authorizers.Find(appId)?.RefreshToken;
        }
    }

    /// <summary>Returns a part of the authorizers, in the order of their authorization, and how many there are.</summary>
    public (int Total, IReadOnlyList<AuthorizerEntry> Page) Page(int offset, int count)
    {
        lock (_gate)
        {
            return (_authorizers.Count, [.. _authorizers.Page(offset, count).Select(authorizer => authorizer.ToEntry())]);
        }
    }

    public void SetOption(string appId, string name, string value)
    {
        lock (_gate)
        {
            _authorizers.Find(appId)?.Options[name] = value;
        }
    }

    /// <summary>Returns why the platform may not make a call at all, or null.</summary>
    public ApiError? RefusalOf(ApiCall call) =>
        Switches.IsBusy ? ApiError.SystemBusy
        : Settings.CallerAddresses.Count > 0 && !Settings.CallerAddresses.Contains(call.CallerAddress)
            ? ApiError.CallerNotRegistered with { Message = $"{ApiError.CallerNotRegistered.Message} requestIP: {call.CallerAddress}" }
        : Switches.LackedApis.Contains(call.Path) ? ApiError.Unauthorized
        : null;

    private TokenGrant IssueAuthorizerToken(Authorizer authorizer) =>
        _tokens.IssueToPlatform(AppId, authorizer.Account.AppId, Switches.AuthorizerTokenLifetime, call =>
            RefusalOf(call)
            ?? (PermissionTable.Allows(authorizer.PermissionSets, authorizer.Account.Kind, call.Path)
                ? null
                : ApiError.NotGrantedToComponent));

    private IReadOnlyList<int> SetsOf(SimulatedAccount account, IReadOnlyList<int>? granted) =>
        [.. (granted ?? Settings.PermissionSets).Where(id => PermissionTable.Fits(id, account.Kind)).Distinct()];
}
