namespace WxYarpGateway.Platform.Code;

/// <summary>
/// WeChat's calls about the code of mini programs. Source: developers.weixin.qq.com, doc/oplatform/openApi/miniprogram-management,
/// code-management and privacy-management.
/// </summary>
public static class CodeCalls
{
    /// <summary>How long a change may take. When no answer comes, nobody knows whether WeChat made it, so this is generous.</summary>
    internal static readonly TimeSpan TimeToChange = TimeSpan.FromSeconds(20);

    /// <summary>How long a file may take, in either direction.</summary>
    internal static readonly TimeSpan TimeOfFile = TimeSpan.FromSeconds(60);

    /// <summary>Gets the call that puts a template's code into a mini program, as its trial version (上传代码).</summary>
    public static CodeCall Commit { get; } = Change("commit", "/wxa/commit");

    /// <summary>Gets the call that says what is released and what is on trial.</summary>
    public static CodeCall VersionInfo { get; } = new("versions", HttpMethod.Post, "/wxa/getversioninfo");

    /// <summary>Gets the call that says which privacy interfaces the committed code uses without permission.</summary>
    public static CodeCall PrivacyCheck { get; } = new("privacy-check", HttpMethod.Get, "/wxa/security/get_code_privacy_info");

    /// <summary>Gets the call that returns the privacy guidelines. It takes the account's token, in spite of its path.</summary>
    public static CodeCall GetPrivacy { get; } = new("privacy", HttpMethod.Post, "/cgi-bin/component/getprivacysetting");

    /// <summary>Gets the call that sets the privacy guidelines. It takes the account's token, in spite of its path.</summary>
    public static CodeCall SetPrivacy { get; } = Change("set-privacy", "/cgi-bin/component/setprivacysetting");

    /// <summary>Gets the call that submits the committed code for its audit (提交审核).</summary>
    public static CodeCall Submit { get; } = Change("submit", "/wxa/submit_audit");

    /// <summary>Gets the call that says how the last audit stands.</summary>
    public static CodeCall LatestAudit { get; } = new("audit", HttpMethod.Get, "/wxa/get_latest_auditstatus");

    /// <summary>Gets the call that takes code out of its audit (撤回审核): 5 a day and 10 a month.</summary>
    public static CodeCall UndoAudit { get; } = ChangeByGet("undo", "/wxa/undocodeaudit");

    /// <summary>Gets the call that has an audit done sooner (加急审核).</summary>
    public static CodeCall SpeedUp { get; } = Change("speed-up", "/wxa/speedupaudit");

    /// <summary>Gets the call that uploads a picture or a video for <c>preview_info</c> of an audit.</summary>
    public static CodeCall UploadPreview { get; } = Change("media", "/wxa/uploadmedia");

    /// <summary>Gets the call that uploads a picture for <c>feedback_stuff</c> of an audit.</summary>
    public static CodeCall UploadFeedback { get; } = Change("feedback-media", "/cgi-bin/media/upload");

    /// <summary>Gets the call that releases what was approved (发布).</summary>
    public static CodeCall Release { get; } = Change("release", "/wxa/release");

    /// <summary>Gets the call that returns to a version that was released before (版本回退): once.</summary>
    public static CodeCall Rollback { get; } = ChangeByGet("rollback", "/wxa/revertcoderelease");

    /// <summary>Gets the call that lists the versions to which a mini program can return.</summary>
    public static CodeCall History { get; } = new("history", HttpMethod.Get, "/wxa/revertcoderelease");

    /// <summary>Gets the call that releases what was approved to some of the users (灰度发布).</summary>
    public static CodeCall GrayRelease { get; } = Change("gray-release", "/wxa/grayrelease");

    /// <summary>Gets the call that ends a gray release.</summary>
    public static CodeCall UndoGrayRelease { get; } = ChangeByGet("undo-gray-release", "/wxa/revertgrayrelease");

    /// <summary>Gets the call that says how far a gray release is.</summary>
    public static CodeCall GrayPlan { get; } = new("gray-plan", HttpMethod.Get, "/wxa/getgrayreleaseplan");

    /// <summary>Gets the call that opens a mini program to users, or closes it.</summary>
    public static CodeCall SetVisitStatus { get; } = Change("set-visit-status", "/wxa/change_visitstatus");

    /// <summary>Gets the call that says whether a mini program is open to users.</summary>
    public static CodeCall VisitStatus { get; } = new("visit-status", HttpMethod.Post, "/wxa/getvisitstatus");

    /// <summary>Gets the call that lists the pages of the committed code.</summary>
    public static CodeCall Pages { get; } = new("pages", HttpMethod.Get, "/wxa/get_page");

    /// <summary>Gets the call that lists the categories that an audit may name.</summary>
    public static CodeCall Categories { get; } = new("category", HttpMethod.Get, "/wxa/get_category");

    /// <summary>Gets the call that makes the QR code of the trial version.</summary>
    public static CodeCall TrialQrCode { get; } = new("trial-qrcode", HttpMethod.Get, "/wxa/get_qrcode");

    /// <summary>Gets the call that makes a mini program code of the released version.</summary>
    public static CodeCall ReleaseQrCode { get; } = new("release-qrcode", HttpMethod.Post, "/wxa/getwxacodeunlimit");

    /// <summary>Gets the call that says how many audits the platform may still submit. It takes an account's token.</summary>
    public static CodeCall Quota { get; } = new("quota", HttpMethod.Get, "/wxa/queryquota");

    /// <summary>Gets the call that lists the platform's templates.</summary>
    public static CodeCall Templates { get; } = new("templates", HttpMethod.Get, "/wxa/gettemplatelist") { IsOfPlatform = true };

    /// <summary>Gets the call that lists what developers uploaded for the platform's templates (草稿箱).</summary>
    public static CodeCall Drafts { get; } = new("drafts", HttpMethod.Get, "/wxa/gettemplatedraftlist") { IsOfPlatform = true };

    /// <summary>Gets the call that makes a template of a draft.</summary>
    public static CodeCall AddTemplate { get; } = Change("add-template", "/wxa/addtotemplate") with { IsOfPlatform = true };

    /// <summary>Gets the call that deletes a template.</summary>
    public static CodeCall DeleteTemplate { get; } = Change("delete-template", "/wxa/deletetemplate") with { IsOfPlatform = true };

    /// <summary>Gets all of them.</summary>
    public static IReadOnlyList<CodeCall> All { get; } =
    [
        Commit, VersionInfo, PrivacyCheck, GetPrivacy, SetPrivacy,
        Submit, LatestAudit, UndoAudit, SpeedUp, UploadPreview, UploadFeedback,
        Release, Rollback, History, GrayRelease, UndoGrayRelease, GrayPlan,
        SetVisitStatus, VisitStatus, Pages, Categories, TrialQrCode, ReleaseQrCode,
        Quota, Templates, Drafts, AddTemplate, DeleteTemplate,
    ];

    private static CodeCall Change(string name, string path) => new(name, HttpMethod.Post, path) { Changes = true };

    private static CodeCall ChangeByGet(string name, string path) => new(name, HttpMethod.Get, path) { Changes = true };
}
