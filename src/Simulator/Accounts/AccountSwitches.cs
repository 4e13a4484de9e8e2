using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.Accounts;

/// <summary>Holds what can be turned on to make WeChat treat one account badly.</summary>
public sealed class AccountSwitches
{
    /// <summary>Gets or sets whether every API call of the account is answered with errcode -1, "system error".</summary>
    public bool IsBusy { get; set; }

    /// <summary>Gets or sets whether token requests are answered with errcode 40164 and the caller's IP address.</summary>
    public bool DeniesCallerAddress { get; set; }

    /// <summary>Gets or sets whether the account lacks the permission for <c>/cgi-bin/user/info</c> (errcode 48001).</summary>
    public bool LacksUserApi { get; set; }

    /// <summary>Gets or sets whether the account lacks the customer-service API (errcode 48001), as personal subscription accounts do.</summary>
    public bool LacksCustomerServiceApi { get; set; }

    /// <summary>Gets or sets whether the account lacks the permission for tickets (errcode 48001).</summary>
    public bool LacksTicketApi { get; set; }

    /// <summary>Gets or sets the paths of any other APIs that the account lacks the permission for (errcode 48001).</summary>
    public IReadOnlyList<string> LackedApis { get; set; } = [];

    /// <summary>Gets or sets whether the APIs of the Channels shop refuse the caller's IP address (errcode 45035).</summary>
    public bool DeniesShopCaller { get; set; }

    /// <summary>Gets or sets the number of an error page that WeChat's authorize page shows in place of itself, such as 10004; null shows none.</summary>
    public int? AuthorizeError { get; set; }

    /// <summary>Gets or sets what users answer when the account asks for their profile.</summary>
    public ConsentAnswer Consent { get; set; }

    /// <summary>Gets or sets whether a user who refuses comes back with <c>code=authdeny</c>, as some do, and not without a code.</summary>
    public bool SendsAuthDeny { get; set; }

    /// <summary>Gets or sets what has become of <c>/cgi-bin/shorturl</c> for the account.</summary>
    public ShortUrlMode ShortUrls { get; set; }

    /// <summary>Gets or sets the status that a sent template message ends with, pushed as <c>TEMPLATESENDJOBFINISH</c>; null pushes nothing.</summary>
    public string? TemplateJobStatus { get; set; }

    /// <summary>Gets or sets the status that a mass message ends with, pushed as <c>MASSSENDJOBFINISH</c>; null pushes nothing.</summary>
    public string? MassJobStatus { get; set; } = "send success";

    /// <summary>Gets or sets the status that publishing a draft ends with, pushed as <c>PUBLISHJOBFINISH</c>: 0, or 2 to 6.</summary>
    public int PublishJobStatus { get; set; }

    /// <summary>Gets or sets how many permanent QR codes the account may have before creating one is answered with errcode 45029.</summary>
    /// <value>The default is 100,000, the documented limit.</value>
    public int PermanentQrCodes { get; set; } = 100_000;

    /// <summary>Gets or sets how many openids a page of followers has.</summary>
    /// <value>The default is 10,000, the documented number.</value>
    public int UsersPerPage { get; set; } = 10_000;

    /// <summary>Gets or sets whether customer-service messages and typing need an open reply window (45015, 45047, 45080); pushes open windows.</summary>
    public bool EnforcesReplyWindows { get; set; }

    /// <summary>Gets or sets how long a token lives. One below five minutes is replaced at every request, as WeChat does with one that has so little left.</summary>
    /// <value>The default is two hours.</value>
    public TimeSpan TokenLifetime { get; set; } = TokenRules.Lifetime;

    /// <summary>Gets or sets how many tokens a day <c>/cgi-bin/token</c> gives before it answers errcode 45009.</summary>
    /// <value>The default is 2,000, the historical limit.</value>
    public int ClassicTokensPerDay { get; set; } = 2_000;

    /// <summary>Gets or sets how many tokens a day <c>/cgi-bin/stable_token</c> gives before it answers errcode 45009.</summary>
    /// <value>The default is 500,000, the documented limit.</value>
    public int StableTokensPerDay { get; set; } = 500_000;
}
