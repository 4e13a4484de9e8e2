using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Code;

/// <summary>WeChat's error codes of code management; the same number may mean something else in another API.</summary>
internal static class CodeErrors
{
    public static readonly ApiError ScanUnderWay = new(61039, "the code privacy check is not finished, please try later");
    public static readonly ApiError UndeclaredPrivacy = new(61040, "some privacy apis are not declared or not permitted");
    public static readonly ApiError InvalidTag = new(85006, "tag is in invalid format");
    public static readonly ApiError InvalidPage = new(85007, "page is in invalid format");
    public static readonly ApiError InvalidCategory = new(85008, "category is in invalid format");
    public static readonly ApiError AuditUnderWay = new(85009, "already submit a version under auditing");
    public static readonly ApiError ItemMissing = new(85010, "missing required data");
    public static readonly ApiError InvalidTitle = new(85011, "title is in invalid format");
    public static readonly ApiError InvalidAudit = new(85012, "invalid audit id");
    public static readonly ApiError InvalidExtJson = new(85013, "invalid version, or ext_json is of another mini program");
    public static readonly ApiError NoTemplate = new(85014, "template not exist");
    public static readonly ApiError NothingAudited = new(85019, "no version is under auditing");
    public static readonly ApiError NotApproved = new(85020, "status not allowed");
    public static readonly ApiError VisibilityFixed = new(85021, "status not allowed");
    public static readonly ApiError InvalidAction = new(85022, "invalid action");
    public static readonly ApiError InvalidItemCount = new(85023, "item_list size is not in valid range");
    public static readonly ApiError NoSuchPage = new(85045, "ext_json has a path that does not exist");
    public static readonly ApiError TabWithoutPath = new(85046, "tabBar is missing a path");
    public static readonly ApiError NoPages = new(85047, "pages are empty");
    public static readonly ApiError UnreadableExtJson = new(85048, "ext_json parse error");
    public static readonly ApiError AlreadyReleased = new(85052, "app is already released");
    public static readonly ApiError NoAudit = new(85058, "no audit exists");
    public static readonly ApiError NotInLibrary = new(85064, "template not found");
    public static readonly ApiError LibraryFull = new(85065, "template list is full");
    public static readonly ApiError NothingOnline = new(85079, "miniprogram has no online release");
    public static readonly ApiError GrayNotApproved = new(85080, "miniprogram commit not approved");
    public static readonly ApiError InvalidPercentage = new(85081, "invalid gray percentage");
    public static readonly ApiError LowerPercentage = new(85082, "gray percentage is not higher than before");
    public static readonly ApiError QuotaReached = new(85085, "submit audit reach limit, please try later");
    public static readonly ApiError NothingCommitted = new(85086, "must commit before submit audit");
    public static readonly ApiError InvalidPreview = new(85092, "invalid preview_info format");
    public static readonly ApiError TooManyPreviews = new(85093, "preview_info size over limit");
    public static readonly ApiError NotByPlatform = new(86000, "should be called only from third party");
    public static readonly ApiError NoCode = new(86001, "component experience version not exists");
    public static readonly ApiError NoProfile = new(86002, "miniprogram have not completed init procedure");
    public static readonly ApiError OwnerIncomplete = new(86069, "owner_setting is missing a required field");
    public static readonly ApiError NoNotice = new(86070, "notice_method is missing");
    public static readonly ApiError InvalidPrivacyVersion = new(86071, "invalid privacy_ver");
    public static readonly ApiError NoOnlinePrivacy = new(86074, "no online privacy setting exists");
    public static readonly ApiError GrayUnderWay = new(87011, "cannot roll back while a gray release is under way");
    public static readonly ApiError CannotRollBack = new(87012, "this version cannot be rolled back");
    public static readonly ApiError UndoneTooOften = new(87013, "no quota to undo code");
    public static readonly ApiError NotWaiting = new(89402, "the audit is not waiting");
    public static readonly ApiError ForeignAudit = new(89403, "the audit is not of this platform");
    public static readonly ApiError AlreadySpedUp = new(89404, "the audit is already sped up");
    public static readonly ApiError NoSpeedUpLeft = new(89405, "no quota to speed up");
    public static readonly ApiError LimitedExtJson = new(9402203, "invalid ext_json of a standard template");
}
