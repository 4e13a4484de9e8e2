namespace WxYarpGateway.Simulator.OAuth.Pages;

/// <summary>An error that WeChat's authorize page shows instead of itself.</summary>
/// <param name="Number">WeChat's number, or null where WeChat shows only words.</param>
/// <param name="Words">WeChat's words.</param>
/// <param name="Meaning">The cause, for the page's developer; WeChat does not tell it.</param>
internal sealed record AuthorizeError(int? Number, string Words, string Meaning)
{
    public static readonly AuthorizeError ForeignDomain = Of(
        10003,
        "redirect_uri is not an http(s) URL, or its host is not in the account's OAuthDomains (网页授权域名).");
    public static readonly AuthorizeError ForeignScope = Of(10005, "The account lacks this scope.");
    public static readonly AuthorizeError NoScope = Of(10010, "The parameter scope is missing.");
    public static readonly AuthorizeError NoRedirectUri = Of(10011, "The parameter redirect_uri is missing.");
    public static readonly AuthorizeError NoAppId = Of(10012, "The parameter appid is missing.");
    public static readonly AuthorizeError NoPlatform = Of(10015, "component_appid names no platform that the account is authorized to.");
    public static readonly AuthorizeError Busy = new(-1, "系统繁忙，请稍后再试", "The account's switch IsBusy is on.");
    public static readonly AuthorizeError UnknownAppId = new(null, "AppID 参数错误", "The simulator has no account with this appid.");

    /// <summary>Returns the error of a number.</summary>
    public static AuthorizeError Of(int number, string meaning) => new(number, WordsOf(number), meaning);

    /// <summary>Returns the error of a malformed link; WeChat matches it against one pattern and does not say what differs.</summary>
    public static AuthorizeError Malformed(string meaning) => new(null, "该链接无法访问", meaning);

    // From the table of return codes in WeChat's documentation of web authorization.
    private static string WordsOf(int number) => number switch
    {
        10003 => "redirect_uri域名与后台配置不一致",
        10004 => "此公众号被封禁",
        10005 => "此公众号并没有这些scope的权限",
        10006 => "必须关注此测试号",
        10009 => "操作太频繁了，请稍后重试",
        10010 => "scope不能为空",
        10011 => "redirect_uri不能为空",
        10012 => "appid不能为空",
        10013 => "state不能为空",
        10015 => "公众号未授权第三方平台，请检查授权状态",
        10016 => "不支持微信开放平台的Appid，请使用公众号Appid",
        _ => "该链接无法访问",
    };
}
