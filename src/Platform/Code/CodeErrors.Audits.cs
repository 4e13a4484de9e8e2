namespace WxYarpGateway.Platform.Code;

/// <content>Audits, and what is uploaded for them.</content>
public static partial class CodeErrors
{
    private static CodeCall[] Uploads => [CodeCalls.UploadPreview, CodeCalls.UploadFeedback];

    private static IEnumerable<CodeError> OfAudits() =>
    [
        new(CodeCalls.Submit, 85006, "A tag is malformed.", "Send at most 10 tags of 20 characters, with blanks between them."),
        new(CodeCalls.Submit, 85007, "A page's address is wrong.", "Choose the addresses from GET …/pages."),
        new(CodeCalls.Submit, 85008, "A category is wrong or not the mini program's.", "Choose the categories from GET …/category."),
        new(
            CodeCalls.Submit,
            AuditUnderWay,
            "An audit of this mini program is under way.",
            "Wait for its end, or take it back with DELETE …/audit (5 a day, 10 a month), and submit then."),
        new(CodeCalls.Submit, 85010, "An item of item_list lacks something.", "Give every item its address, first_class and second_class."),
        new(CodeCalls.Submit, 85011, "A title is wrong.", "Send titles of at most 32 characters."),
        new(CodeCalls.Submit, 85023, "item_list does not have 1 to 5 items.", "Send 1 to 5 items, or leave item_list out."),
        new(
            CodeCalls.Submit,
            85051,
            "version_desc or preview_info is too long.",
            "Shorten the description, or send fewer pictures and videos."),
        new(CodeCalls.Submit, 85077, "A category is not valid any more: WeChat withdrew it.", "Set the mini program's categories anew."),
        new(
            CodeCalls.Submit,
            AuditsUsedUp,
            "The platform has submitted as many audits as it may.",
            "See GET …/quota of the platform; submit again when audits are over, or in the next month."),
        new(CodeCalls.Submit, 85086, "No code was committed since the last audit.", "Commit first, then submit."),
        new(
            CodeCalls.Submit,
            85087,
            "The code opens other mini programs that it does not declare.",
            "Declare them in navigateToMiniProgramAppIdList of ext_json, commit and submit again."),
        new(
            CodeCalls.Submit,
            85092,
            "preview_info is malformed.",
            "Send video_id_list and pic_id_list with ids of POST …/audit/media not older than three days."),
        new(CodeCalls.Submit, 85093, "preview_info has too many videos or pictures.", "Send fewer."),
        new(CodeCalls.Submit, 85094, "WeChat wants to know how content of users is moderated.", "Fill in ugc_declare."),
        new(
            CodeCalls.Submit,
            86002,
            "The mini program lacks its name, picture or description.",
            "Have its administrator set them, then submit again."),
        new(CodeCalls.Submit, 86007, "WeChat forbids this mini program to submit.", "See the notice in its console (mp.weixin.qq.com)."),
        new(
            CodeCalls.Submit,
            86009,
            "WeChat has restricted the platform: it may not submit.",
            "See the notice in the platform's console (open.weixin.qq.com)."),
        new(
            CodeCalls.Submit,
            86010,
            "WeChat has restricted the platform: it may not submit.",
            "See the notice in the platform's console (open.weixin.qq.com)."),
        new(CodeCalls.Submit, 87006, "Mini games cannot be submitted by a platform.", "Submit it in the game's own console."),
        new(CodeCalls.LatestAudit, NoAudit, "Nothing was ever submitted for an audit.", "Submit the committed code with POST …/audit."),
        new(
            CodeCalls.UndoAudit,
            NoAudit,
            "There is no audit to take back.",
            "Nothing has to be done; GET …/audit says how the last one ended."),
        new(
            CodeCalls.UndoAudit,
            87013,
            "The audits of this mini program were taken back too often.",
            "Wait: 5 times a day and 10 a month are allowed."),
        new(
            CodeCalls.SpeedUp,
            85012,
            "There is no audit of this number.",
            "Leave auditid out: the gateway takes the number of the last audit."),
        new(CodeCalls.SpeedUp, 89401, "WeChat could not do it just now.", "Try again in some minutes."),
        new(CodeCalls.SpeedUp, 89402, "The mini program is not waiting for an audit.", "See GET …/audit: it may be over."),
        new(CodeCalls.SpeedUp, 89403, "Audits of this sort cannot be done sooner.", "Wait for the ordinary audit."),
        new(CodeCalls.SpeedUp, 89404, "The audit is being done sooner already.", "Nothing has to be done."),
        new(
            CodeCalls.SpeedUp,
            89405,
            "The platform's audits that are done sooner are used up this month.",
            "Wait for the ordinary audit, or the next month."),
        .. Each(Uploads, call => new(call, 40004, "WeChat does not take files of this type.", "Send type image or video.")),
        .. Each(Uploads, call => new(
            call, 40005, "WeChat does not take files of this format.", "Send PNG, JPEG or GIF pictures, and MP4 videos.")),
        .. Each(Uploads, call => new(call, 40006, "The file is too large.", "Send pictures of at most 2 MB, and videos of at most 10 MB.")),
        .. Each(Uploads, call => new(call, 41005, "The form has no file.", "Send the file in the form's field media, with a file name.")),
    ];
}
