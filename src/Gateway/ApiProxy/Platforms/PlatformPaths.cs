using System.Buffers;
using System.Collections.Frozen;

namespace WxYarpGateway.Gateway.ApiProxy.Platforms;

/// <summary>
/// Knows which of WeChat's paths take a platform's token, which an authorizer's, and which nobody may call through the proxy.
/// </summary>
/// <remarks>
/// Only what WeChat documents is in the tables; the rest goes as the caller wrote it. Sources: developers.weixin.qq.com/doc/oplatform,
/// the page of each API, read 2026-11.
/// </remarks>
internal static class PlatformPaths
{
    private const string ComponentApi = "/cgi-bin/component/api_";
    private const string Users = "/sns/";

    private static readonly SearchValues<char> PlainCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./");

    // They would move tokens past the gateway: another token ends the one that all use, and a code is good for one exchange.
    private static readonly FrozenSet<string> Refused = Set(
        "/cgi-bin/component/api_component_token", "/cgi-bin/component/api_authorizer_token", "/cgi-bin/component/api_query_auth");

    // With component_access_token for the parameter's name; the others have access_token.
    private static readonly string[] NamedComponents =
        [ComponentApi, Users, "/cgi-bin/component/fastregister", "/wxa/component/fastregister"];

    private static readonly string[] ComponentPrefixes =
        [ComponentApi, "/sns/component/", "/sns/oauth2/component/", "/cgi-bin/component/fastregister", "/wxa/component/fastregister",
            "/componenttcb/"];

    // The platform's library of templates, and those of its own domains.
    private static readonly FrozenSet<string> Components = Set(
        "/wxa/gettemplatedraftlist", "/wxa/addtotemplate", "/wxa/gettemplatelist", "/wxa/deletetemplate",
        "/cgi-bin/component/modify_wxa_server_domain", "/cgi-bin/component/modify_wxa_jump_domain",
        "/cgi-bin/component/get_domain_confirmfile");

    // What an account calls with its secret, a platform calls for it with its own token.
    private static readonly FrozenDictionary<string, string> InsteadOf = new Dictionary<string, string>
    {
        ["/sns/oauth2/access_token"] = "/sns/oauth2/component/access_token",
        ["/sns/oauth2/refresh_token"] = "/sns/oauth2/component/refresh_token",
        ["/sns/jscode2session"] = "/sns/component/jscode2session",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Authorizers = Set(
        "/cgi-bin/component/getprivacysetting", "/cgi-bin/component/setprivacysetting", "/cgi-bin/component/uploadprivacyextfile",
        "/cgi-bin/component/get_authorizer_option", "/cgi-bin/component/set_authorizer_option",
        "/cgi-bin/token", "/cgi-bin/stable_token", "/cgi-bin/getcallbackip",
        "/wxa/commit", "/wxa/get_page", "/wxa/get_category", "/wxa/get_qrcode", "/wxa/uploadmedia",
        "/wxa/submit_audit", "/wxa/get_auditstatus", "/wxa/get_latest_auditstatus", "/wxa/undocodeaudit", "/wxa/speedupaudit",
        "/wxa/release", "/wxa/grayrelease", "/wxa/getgrayreleaseplan", "/wxa/revertgrayrelease", "/wxa/revertcoderelease",
        "/wxa/change_visitstatus", "/wxa/getvisitstatus", "/wxa/getversioninfo", "/wxa/queryquota", "/wxa/security/get_code_privacy_info",
        "/wxa/modify_domain", "/wxa/setwebviewdomain", "/wxa/bind_tester", "/wxa/unbind_tester", "/wxa/memberauth",
        "/wxa/getwxacode", "/wxa/getwxacodeunlimit", "/wxa/msg_sec_check", "/wxa/media_check_async");

    private static readonly string[] AuthorizerPrefixes =
    [
        "/cgi-bin/message/", "/cgi-bin/user/", "/cgi-bin/tags/", "/cgi-bin/menu/", "/cgi-bin/media/", "/cgi-bin/material/",
            "/cgi-bin/draft/",
        "/cgi-bin/freepublish/", "/cgi-bin/qrcode/", "/cgi-bin/ticket/", "/cgi-bin/template/", "/cgi-bin/wxopen/", "/cgi-bin/account/",
        "/cgi-bin/customservice/", "/customservice/", "/wxaapi/", "/wxa/business/", "/datacube/", "/card/", "/merchant/",
    ];

    // WeChat changes things by GET there (the pages of api_undoaudit, api_revertcoderelease and api_revertgrayrelease).
    private static readonly FrozenSet<string> Changing = Set("/wxa/undocodeaudit", "/wxa/revertcoderelease", "/wxa/revertgrayrelease");

    /// <summary>Returns whether nobody may call a path through the proxy.</summary>
    public static bool IsRefused(string path) => Refused.Contains(Plain(path));

    /// <summary>Returns whether a call is one about the platform, whose JSON body names it.</summary>
    public static bool IsComponentApi(string path) => Plain(path).StartsWith(ComponentApi, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns whether a call is about an authorizer's user, so that its query names the platform.</summary>
    public static bool IsForUsers(string path) => Plain(path).StartsWith(Users, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns whether the platform's token goes by the name <c>component_access_token</c>.</summary>
    public static bool NamesTokenComponents(string path) => StartsWith(path, NamedComponents);

    /// <summary>Returns whether a path is known to take an authorizer's token.</summary>
    public static bool TakesAuthorizersToken(string path) => Authorizers.Contains(Plain(path)) || StartsWith(path, AuthorizerPrefixes);

    /// <summary>
    /// Returns the path to call with the platform's token, when a path is known to take that; <see langword="null"/> when it is not.
    /// </summary>
    public static string? ComponentPathOf(string path)
    {
        var plain = Plain(path);
        return InsteadOf.TryGetValue(plain, out var instead) ? instead
            : Components.Contains(plain) || StartsWith(path, ComponentPrefixes) ? path
            : null;
    }

    /// <summary>Returns whether a GET changes something, so that it must not reach WeChat twice.</summary>
    public static bool IsChangedByGet(string path) => Changing.Contains(Plain(path));

    private static bool StartsWith(string path, string[] prefixes)
    {
        var plain = Plain(path);
        return Array.Exists(prefixes, prefix => plain.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
    }

    // Some servers take what follows a semicolon for parameters of the path, and some trim. Most paths have neither.
    private static string Plain(string path)
        => (path.AsSpan().ContainsAnyExcept(PlainCharacters)
            ? string.Join('/', path.Split('/').Select(segment => segment.Split(';')[0].Trim()))
            : path).TrimEnd('/');

    private static FrozenSet<string> Set(params string[] paths) => paths.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
