namespace WxYarpGateway.Platform.Code;

/// <content>The table.</content>
public static partial class CodeErrors
{
    private static IEnumerable<CodeError> OfCommit() =>
    [
        new(CodeCalls.Commit, 85013, "The version or the configuration is not valid.", "Check user_version and ext_json."),
        new(CodeCalls.Commit, 85014, "The platform has no template of this number.", "Choose a template_id of GET …/templates."),
        new(CodeCalls.Commit, 85043, "The template is faulty.", "Upload the draft again, and make a new template of it."),
        new(
            CodeCalls.Commit,
            85044,
            "The code is larger than WeChat takes.",
            "Make the template's code smaller, or split it into subpackages."),
        new(CodeCalls.Commit, 85045, "ext_json names a path that the template does not have.", "Correct the paths in ext_json."),
        new(CodeCalls.Commit, 85046, "A tab of tabBar has no path.", "Give each tab a pagePath, in ext_json or in the template."),
        new(CodeCalls.Commit, 85047, "The list of pages is empty.", "Name at least one page, or leave pages out of ext_json."),
        new(CodeCalls.Commit, 85048, "WeChat cannot read ext_json.", "Send one JSON object as ext_json."),
        new(CodeCalls.Commit, 80066, "The version of a plugin is not valid.", "Correct the plugin's version in the template or ext_json."),
        new(CodeCalls.Commit, 80067, "A plugin of the template does not exist.", "Correct the plugin's AppId in the template or ext_json."),
        new(
            CodeCalls.Commit,
            80082,
            "The mini program may not use a plugin of the template.",
            "Add the plugin to the mini program first (/wxa/plugin)."),
        new(
            CodeCalls.Commit,
            9402202,
            "Another commit is under way.",
            "Wait until it is over, then look at GET …/versions before you commit again."),
        new(CodeCalls.Commit, 9402203, "ext_json has keys that a standard template does not allow.", "Send extAppid, ext and window only."),
        .. Each([CodeCalls.Commit, CodeCalls.Submit, CodeCalls.Pages, CodeCalls.LatestAudit, CodeCalls.Release], call => new(
            call, 86000, "WeChat lets only a platform do this.", "Have the account authorize the platform with permission set 18.")),
        .. Each([CodeCalls.Submit, CodeCalls.Pages, CodeCalls.TrialQrCode, CodeCalls.Categories], call => new(
            call, 86001, "The mini program has no code that a platform committed.", "Commit a template first.")),
    ];

    private static IEnumerable<CodeError> OfPrivacy() =>
    [
        .. Each([CodeCalls.PrivacyCheck, CodeCalls.Submit], call => new(
            call,
            ScanUnderWay,
            "WeChat is still scanning the committed code.",
            "Ask GET …/privacy-check every 30 seconds until it answers 200, then submit. Do not commit again: that begins another scan.")),
        new(
            CodeCalls.Submit,
            61040,
            "The code uses location or other privacy interfaces without permission or declaration.",
            "See GET …/privacy-check: apply for the interfaces, or name them in requiredPrivateInfos of ext_json and commit again; if the code "
            + "does not use them, submit with privacy_api_not_use."),
        new(
            CodeCalls.SetPrivacy,
            86074,
            "The mini program has no released guidelines that could be changed.",
            "Leave privacy_ver out, or send 2, and release; 1 is for later."),
    ];

    private static IEnumerable<CodeError> OfReleases() =>
    [
        .. Each([CodeCalls.Release, CodeCalls.GrayRelease], call => new(
            call, 85019, "There is no audited version to release.", "Commit and submit a version first.")),
        .. Each([CodeCalls.Release, CodeCalls.GrayRelease], call => new(
            call, 85020, "The last audit is not approved.", "See GET …/audit: wait for it, or cure what it was rejected for.")),
        new(
            CodeCalls.Release,
            AlreadyReleased,
            "The approved version is released already.",
            "Nothing has to be done; GET …/versions shows it."),
        new(
            CodeCalls.GrayRelease,
            85079,
            "The mini program has no released version, so that none can be replaced for some users.",
            "Release it to all users."),
        new(CodeCalls.GrayRelease, 85080, "The version that was submitted is not approved.", "Wait until GET …/audit has status 0."),
        new(CodeCalls.GrayRelease, 85081, "The percentage is not valid.", "Send a whole number from 1 to 100."),
        new(
            CodeCalls.GrayRelease,
            85082,
            "The percentage is not higher than before.",
            "See GET …/gray-release, and send a higher one; or end it first."),
        new(
            CodeCalls.Rollback,
            87011,
            "A gray release is under way.",
            "End it with DELETE …/gray-release; that alone brings back the version before it."),
        new(
            CodeCalls.Rollback,
            87012,
            "There is no version to return to: only one was released, or the mini program returned once already.",
            "See GET …/rollback; when it is empty, release a corrected version instead."),
        new(
            CodeCalls.SetVisitStatus,
            85021,
            "The state cannot be changed.",
            "It is so already, or WeChat suspended the mini program: see its console."),
        new(CodeCalls.SetVisitStatus, 85022, "WeChat does not know the action.", "Send open or close."),
    ];

    private static IEnumerable<CodeError> OfPictures() =>
    [
        new(
            CodeCalls.ReleaseQrCode,
            40097,
            "scene or another argument is not valid.",
            "Send 1 to 32 visible characters after the ? of path."),
        new(CodeCalls.ReleaseQrCode, 40129, "scene is not valid.", "Send 1 to 32 visible characters after the ? of path."),
        new(CodeCalls.ReleaseQrCode, 40169, "scene is too long or not visible.", "Send 1 to 32 visible characters after the ? of path."),
        new(
            CodeCalls.ReleaseQrCode,
            41030,
            "The page is not in the released version.",
            "Choose a page that is released, or leave path out; before the first release there is only kind=trial."),
        new(
            CodeCalls.ReleaseQrCode,
            45009,
            "Too many codes were made within a minute.",
            "Wait a minute, and keep codes instead of making them again."),
    ];

    private static IEnumerable<CodeError> OfTemplates() =>
    [
        .. Each([CodeCalls.DeleteTemplate, CodeCalls.AddTemplate], call => new(
            call, 85064, "There is no such template or draft.", "Choose one of GET …/templates or GET …/template-drafts.")),
        new(CodeCalls.AddTemplate, 85065, "The platform has as many templates as WeChat keeps.", "Delete one that no mini program needs."),
    ];

    // These numbers mean the same at all calls above.
    private static IEnumerable<CodeError> OfEveryCall() =>
    [
        new(null, -1, "WeChat is busy.", "Look at GET …/versions: if nothing has changed, try again."),
        new(
            null,
            40001,
            "WeChat does not take the token.",
            "Try again; if that does not help, have the account authorize the platform again."),
        new(null, 40013, "WeChat does not know the AppId.", "Check the AppId in the path, and the platform's."),
        new(null, 43001, "WeChat wants another HTTP method.", "WeChat has changed the call; update the gateway."),
        new(null, 43002, "WeChat wants another HTTP method.", "WeChat has changed the call; update the gateway."),
        new(
            null,
            44002,
            "WeChat got no body.",
            "Something between the gateway and WeChat drops it: check the proxy at Gateway:WeChat:ApiUrl."),
        new(
            null,
            45009,
            "The account's daily quota of this call is used up.",
            "Wait until midnight in Beijing, or clear the quota (/cgi-bin/clear_quota)."),
        new(null, 45011, "The call was made too often within a minute.", "Wait a minute."),
        new(null, 47001, "WeChat cannot read the body.", "Compare it with WeChat's page of the call."),
        new(
            null,
            48001,
            "The account lacks the API.",
            "Have it authorize the platform with permission set 18; some calls are for mini programs only."),
        new(null, 48004, "WeChat has banned the account's use of the API.", "See the notice in its console (mp.weixin.qq.com)."),
        new(null, 50002, "The account is restricted, frozen or gone.", "See its console (mp.weixin.qq.com)."),
        new(null, 61003, "The account has not authorized the platform.", "Have it authorize the platform again: GET …/authorization-url."),
        new(
            null,
            61004,
            "The gateway's IP address is not in the platform's list.",
            "Add it to the whitelist of the platform's console (open.weixin.qq.com)."),
        new(
            null,
            61007,
            "The account did not grant the platform this permission.",
            "Have it authorize the platform with permission set 18, 小程序开发与数据分析权限."),
    ];

    private static IEnumerable<CodeError> Each(IEnumerable<CodeCall> calls, Func<CodeCall, CodeError> of) => calls.Select(of);
}
