namespace WxYarpGateway.Simulator.Accounts;

/// <summary>Switches that change what becomes of the code that platforms commit to a mini program.</summary>
public sealed class CodeSwitches
{
    /// <summary>Gets or sets how long the privacy scan after a commit takes; until it ends, submitting gets errcode 61039.</summary>
    /// <value>The default is two seconds.</value>
    public TimeSpan PrivacyScan { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets or sets the privacy interfaces that the code uses without declaring them; submitting gets errcode 61040.</summary>
    public IReadOnlyList<string> UndeclaredPrivacyApis { get; set; } = [];

    /// <summary>Gets or sets the privacy interfaces that the code uses without permission; submitting gets errcode 61040.</summary>
    public IReadOnlyList<string> UnpermittedPrivacyApis { get; set; } = [];

    /// <summary>Gets or sets whether the mini program has a nickname, an avatar and an introduction (else errcode 86002).</summary>
    public bool HasProfile { get; set; } = true;

    /// <summary>Gets or sets how long an audit takes; null waits for <c>POST /simulator/audit</c>.</summary>
    public TimeSpan? AuditAfter { get; set; }

    /// <summary>Gets or sets how an audit ends that <see cref="AuditAfter"/> ends.</summary>
    public AuditResult AuditResult { get; set; }

    /// <summary>Gets or sets the reason of a refusal or delay.</summary>
    public string AuditReason { get; set; } = "1:账号信息不符合规范";

    /// <summary>Gets or sets the media ids of a refusal's screenshots, separated by <c>|</c>.</summary>
    public string AuditScreenshots { get; set; } = "";

    /// <summary>Gets or sets whether the events of audits are lost, so that only the status tells how one ended.</summary>
    public bool LosesAuditEvents { get; set; }

    /// <summary>Gets or sets whether <c>auditid</c> is a string; WeChat's pages have a number, answers in the field both.</summary>
    public bool WritesAuditIdAsText { get; set; }

    /// <summary>Gets or sets whether the field is <c>screenshot</c>, as in WeChat's table; its example has <c>ScreenShot</c>.</summary>
    public bool WritesScreenshotInLowerCase { get; set; }

    /// <summary>Gets or sets the pages of the committed code.</summary>
    public IReadOnlyList<string> Pages { get; set; } = ["pages/index/index", "pages/order/order"];

    /// <summary>Gets or sets the mini program's service categories.</summary>
    public IReadOnlyList<CodeCategory> Categories { get; set; } = [new("工具", 287, "效率", 616)];
}
