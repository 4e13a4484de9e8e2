namespace WxYarpGateway.Simulator.Accounts;

/// <summary>Switches that change how WeChat treats one account.</summary>
public sealed class AccountSwitches
{
    /// <summary>Gets or sets whether every API call of the account gets errcode -1, "system error".</summary>
    public bool IsBusy { get; set; }

    /// <summary>Gets or sets whether token requests get errcode 40164 with the caller's IP address.</summary>
    public bool DeniesCallerAddress { get; set; }

    /// <summary>Gets or sets whether the account lacks the permission for <c>/cgi-bin/user/info</c> (errcode 48001).</summary>
    public bool LacksUserApi { get; set; }

    /// <summary>Gets or sets whether the account lacks the customer-service API (errcode 48001), as personal accounts do.</summary>
    public bool LacksCustomerServiceApi { get; set; }

    /// <summary>Gets or sets whether the account lacks the permission for tickets (errcode 48001).</summary>
    public bool LacksTicketApi { get; set; }

    /// <summary>Gets or sets the paths of any other APIs that the account lacks the permission for (errcode 48001).</summary>
    public IReadOnlyList<string> LackedApis { get; set; } = [];

    /// <summary>Gets or sets whether the APIs of the Channels shop refuse the caller's IP address (errcode 45035).</summary>
    public bool DeniesShopCaller { get; set; }

    /// <summary>Gets or sets the error number that the authorize page shows instead of itself, such as 10004, or null.</summary>
    public int? AuthorizeError { get; set; }

    /// <summary>Gets or sets what users answer when the account asks for their profile.</summary>
    public ConsentAnswer Consent { get; set; }

    /// <summary>Gets or sets whether a refusal returns <c>code=authdeny</c> instead of no code; WeChat does both.</summary>
    public bool SendsAuthDeny { get; set; }

    /// <summary>Gets or sets how <c>/cgi-bin/shorturl</c> behaves for the account.</summary>
    public ShortUrlMode ShortUrls { get; set; }

    /// <summary>Gets or sets the final status of template messages, pushed as <c>TEMPLATESENDJOBFINISH</c>; null pushes nothing.</summary>
    public string? TemplateJobStatus { get; set; }

    /// <summary>Gets or sets the final status of mass messages, pushed as <c>MASSSENDJOBFINISH</c>; null pushes nothing.</summary>
    public string? MassJobStatus { get; set; } = "send success";

    /// <summary>Gets or sets the final status of publishing a draft, pushed as <c>PUBLISHJOBFINISH</c>: 0, or 2 to 6.</summary>
    public int PublishJobStatus { get; set; }

    /// <summary>Gets or sets how many permanent QR codes the account may have; one more gets errcode 45029.</summary>
    /// <value>The default is 100,000, the documented limit.</value>
    public int PermanentQrCodes { get; set; } = 100_000;

    /// <summary>Gets or sets how many openids a page of followers has.</summary>
    /// <value>The default is 10,000, the documented number.</value>
    public int UsersPerPage { get; set; } = 10_000;

    /// <summary>Gets or sets whether customer-service messages and typing need an open reply window (45015, 45047, 45080).</summary>
    public bool EnforcesReplyWindows { get; set; }

    /// <summary>Gets or sets how long a token lives; at five minutes or less, the stable API replaces it at every request.</summary>
    /// <value>The default is two hours.</value>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(2);

    /// <summary>Gets or sets how many tokens <c>/cgi-bin/token</c> issues a day; after that it answers errcode 45009.</summary>
    /// <value>The default is 2,000, the historical limit.</value>
    public int ClassicTokensPerDay { get; set; } = 2_000;

    /// <summary>Gets or sets how many tokens <c>/cgi-bin/stable_token</c> issues a day; after that it answers errcode 45009.</summary>
    /// <value>The default is 500,000, the documented limit.</value>
    public int StableTokensPerDay { get; set; } = 500_000;
}
