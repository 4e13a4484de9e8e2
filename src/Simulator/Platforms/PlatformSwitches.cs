namespace WxYarpGateway.Simulator.Platforms;

/// <summary>Switches that change how WeChat treats one platform.</summary>
public sealed class PlatformSwitches
{
    /// <summary>Gets or sets whether every API call with a token of the platform, or for one, gets errcode -1.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Gets or sets the paths that get errcode 48001.</summary>
    public IReadOnlyList<string> LackedApis { get; set; } = [];

    /// <summary>Gets or sets what becomes of a refresh token when it is used.</summary>
    public RefreshTokenMode RefreshTokens { get; set; }

    /// <summary>Gets or sets when the event of an authorization is pushed.</summary>
    public EventTiming EventTiming { get; set; } = EventTiming.AfterRedirect;

    /// <summary>Gets or sets how long after that moment it is pushed.</summary>
    public TimeSpan EventDelay { get; set; }

    /// <summary>Gets or sets how often the same event is pushed.</summary>
    public int EventTimes { get; set; } = 1;

    /// <summary>Gets or sets whether event and redirect carry two codes, both valid; WeChat does not document it.</summary>
    public bool EventHasOwnCode { get; set; }

    /// <summary>Gets or sets whether the authorization page returns the browser with the code; else the browser stays.</summary>
    public bool RedirectsBack { get; set; } = true;

    /// <summary>Gets or sets the largest number of deliveries of an event; WeChat does not document that it repeats them.</summary>
    public int EventDeliveries { get; set; } = 1;

    /// <summary>Gets or sets whether tickets are pushed; api_start_push_ticket turns it on.</summary>
    public bool PushesTickets { get; set; } = true;

    /// <summary>Gets or sets the time between two tickets.</summary>
    /// <value>The default is ten minutes, as documented.</value>
    public TimeSpan TicketInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets or sets how long a ticket is valid; several are at a time.</summary>
    /// <value>The default is twelve hours, as documented.</value>
    public TimeSpan TicketLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>Gets or sets after how many answers in a row that are not exactly <c>success</c> the tickets stop; 0 is never.</summary>
    /// <value>The default is 6, an hour of them; WeChat documents that they stop, not when.</value>
    public int WrongAnswersUntilSilence { get; set; } = 6;

    /// <summary>Gets or sets whether a new component token ends the old one at once; WeChat does not document it.</summary>
    public bool NewTokenEndsOld { get; set; }

    /// <summary>Gets or sets how long a component token lives.</summary>
    public TimeSpan ComponentTokenLifetime { get; set; } = TimeSpan.FromHours(2);

    /// <summary>Gets or sets how long an authorizer's access token lives.</summary>
    public TimeSpan AuthorizerTokenLifetime { get; set; } = TimeSpan.FromHours(2);

    /// <summary>Gets or sets how long a pre_auth_code lives.</summary>
    /// <value>The default is 30 minutes, as the documentation's text says; its example says ten.</value>
    public TimeSpan PreAuthCodeLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Gets or sets how long an authorization code lives.</summary>
    public TimeSpan AuthorizationCodeLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Gets or sets how many calls a path has a day, from midnight in Beijing (45009); other paths have no limit.</summary>
    public IReadOnlyDictionary<string, int> CallsPerDay { get; set; } = new Dictionary<string, int>();

    /// <summary>Gets or sets how many audits the platform may ask for a month, for all its mini programs together (85085).</summary>
    /// <value>The default is 1,000; WeChat gives each platform its own number.</value>
    public int AuditsPerMonth { get; set; } = 1_000;

    /// <summary>Gets or sets how many audits the platform may ask for a day, or null for as many as the month has left.</summary>
    public int? AuditsPerDay { get; set; }

    /// <summary>Gets or sets how many audits the platform may speed up a month (89405).</summary>
    public int SpeedUpsPerMonth { get; set; } = 10;
}
