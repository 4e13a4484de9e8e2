namespace WxYarpGateway.Simulator.Calls;

/// <summary>One of WeChat's error codes with WeChat's own message.</summary>
internal sealed record ApiError(int Code, string Message)
{
    // PROTOCOL 3 and 4 list the codes. Messages are copied from live answers, or from the documentation where none was found.
    public static readonly ApiError SystemBusy = new(-1, "system error");
    public static readonly ApiError InvalidCredential = new(40001, "invalid credential, access_token is invalid or not latest");
    public static readonly ApiError InvalidGrantType = new(40002, "invalid grant_type");
    public static readonly ApiError InvalidOpenId = new(40003, "invalid openid");
    public static readonly ApiError InvalidMediaType = new(40004, "invalid media type");
    public static readonly ApiError InvalidFileType = new(40005, "invalid file type");
    public static readonly ApiError InvalidMediaId = new(40007, "invalid media_id");
    public static readonly ApiError InvalidMessageType = new(40008, "invalid message type");
    public static readonly ApiError InvalidImageSize = new(40009, "invalid image size");
    public static readonly ApiError InvalidVoiceSize = new(40010, "invalid voice size");
    public static readonly ApiError InvalidVideoSize = new(40011, "invalid video size");
    public static readonly ApiError InvalidThumbSize = new(40012, "invalid thumb size");
    public static readonly ApiError InvalidAppId = new(40013, "invalid appid");
    public static readonly ApiError InvalidAccessToken = new(40014, "invalid access_token");
    public static readonly ApiError InvalidButtonCount = new(40016, "invalid button size");
    public static readonly ApiError InvalidButtonType = new(40017, "invalid button type");
    public static readonly ApiError InvalidButtonName = new(40018, "invalid button name size");
    public static readonly ApiError InvalidButtonKey = new(40019, "invalid button key size");
    public static readonly ApiError InvalidButtonUrl = new(40020, "invalid button url size");
    public static readonly ApiError InvalidSubButtonCount = new(40023, "invalid sub button size");
    public static readonly ApiError InvalidSubButtonType = new(40024, "invalid sub button type");
    public static readonly ApiError InvalidSubButtonName = new(40025, "invalid sub button name size");
    public static readonly ApiError InvalidSubButtonKey = new(40026, "invalid sub button key size");
    public static readonly ApiError InvalidSubButtonUrl = new(40027, "invalid sub button url size");
    public static readonly ApiError InvalidCode = new(40029, "invalid code");
    public static readonly ApiError InvalidRefreshToken = new(40030, "invalid refresh_token");
    public static readonly ApiError InvalidOpenIdList = new(40031, "invalid openid list");
    public static readonly ApiError InvalidOpenIdCount = new(40032, "invalid openid list size");
    public static readonly ApiError EscapedCharacters = new(
        40033,
        @"invalid charset. please check your request, if include \uxxxx will create fail!");
    public static readonly ApiError InvalidTemplate = new(40037, "invalid template_id");
    public static readonly ApiError InvalidActionName = new(40052, "invalid action name");
    public static readonly ApiError InvalidActionInfo = new(40053, "invalid action info, please check document");
    public static readonly ApiError InvalidUrl = new(40066, "invalid url");
    public static readonly ApiError InvalidArguments = new(40097, "invalid args");
    public static readonly ApiError InvalidIndex = new(40114, "invalid index value");
    public static readonly ApiError InvalidSecret = new(40125, "invalid appsecret");
    public static readonly ApiError TooFewOpenIds = new(40130, "invalid openid list size, at least two openid");
    public static readonly ApiError CodeUsed = new(40163, "code been used");
    public static readonly ApiError AddressNotAllowed = new(40164, "invalid ip");
    public static readonly ApiError AccessTokenMissing = new(41001, "access_token missing");
    public static readonly ApiError AppIdMissing = new(41002, "appid missing");
    public static readonly ApiError RefreshTokenMissing = new(41003, "refresh_token missing");
    public static readonly ApiError SecretMissing = new(41004, "appsecret missing");
    public static readonly ApiError MediaMissing = new(41005, "media data missing");
    public static readonly ApiError CodeMissing = new(41008, "missing code");
    public static readonly ApiError AccessTokenExpired = new(42001, "access_token expired");
    public static readonly ApiError RefreshTokenExpired = new(42002, "refresh_token expired");
    public static readonly ApiError CodeExpired = new(42003, "code expired");
    public static readonly ApiError RequiresGet = new(43001, "require GET method");
    public static readonly ApiError RequiresPost = new(43002, "require POST method");
    public static readonly ApiError RequiresSubscription = new(43004, "require subscribe");
    public static readonly ApiError EmptyBody = new(44002, "empty post data");
    public static readonly ApiError EmptyNews = new(44003, "empty news data");
    public static readonly ApiError EmptyContent = new(44004, "empty content");
    public static readonly ApiError ContentTooLong = new(45002, "content size out of limit");
    public static readonly ApiError TitleTooLong = new(45003, "title size out of limit");
    public static readonly ApiError TooManyArticles = new(45008, "article size out of limit");
    public static readonly ApiError QuotaReached = new(45009, "reach max api daily quota limit");
    public static readonly ApiError OutsideReplyWindow = new(45015, "response out of time limit or subscription is canceled");
    public static readonly ApiError TooManyQrCodes = new(45029, "qrcode count out of limit");
    public static readonly ApiError ShopCallerNotRegistered = new(45035, "access clientip is not registered");
    public static readonly ApiError TooManyReplies = new(45047, "out of response count limit");
    public static readonly ApiError TooManyTags = new(45056, "too many tags");
    public static readonly ApiError SystemTag = new(45058, "can't modify sys tag");
    public static readonly ApiError TooManyTagsOfUser = new(45059, "can't add too many tags to one user");
    public static readonly ApiError MessageExists = new(45065, "clientmsgid exist");
    public static readonly ApiError InvalidCommand = new(45072, "invalid command");
    public static readonly ApiError NoRecentMessage =
        new(45080, "need sending message to user or recving message from user in the last 30 seconds before typing");
    public static readonly ApiError AlreadyTyping = new(45081, "you are already typing");
    public static readonly ApiError Unsupported = new(45103, "This API has been unsupported");
    public static readonly ApiError InvalidTagName = new(45157, "invalid tag name");
    public static readonly ApiError TagNameTooLong = new(45158, "tag name too long");
    public static readonly ApiError InvalidTag = new(45159, "invalid tag id");
    public static readonly ApiError NoMenu = new(46003, "menu no exist");
    public static readonly ApiError InvalidBody = new(47001, "data format error");
    public static readonly ApiError InvalidArgument = new(47003, "argument invalid!");
    public static readonly ApiError Unauthorized = new(48001, "api unauthorized");
    public static readonly ApiError ForeignOpenId = new(49003, "openid not belong to this appid");
    public static readonly ApiError InvalidArticle = new(53600, "invalid article_id");
    public static readonly ApiError InvalidAgent = new(65401, "invalid custom service");
    public static readonly ApiError InvalidAgentName = new(65403, "invalid nickname");
    public static readonly ApiError InvalidAgentAccount = new(65404, "invalid custom service account");
    public static readonly ApiError TooManyAgents = new(65405, "too many custom service accounts");
    public static readonly ApiError AgentExists = new(65406, "custom service account exist");
    public static readonly ApiError NotExist = new(100002, "Not exist");
    public static readonly ApiError LongTextTooLong = new(9410010, "long_data长度超过限制");
    public static readonly ApiError ExpiryTooLong = new(9410011, "expire_seconds超过限制");
    public static readonly ApiError NoShortKey = new(9410012, "short_key不存在/过期/不属于本账号");
}
