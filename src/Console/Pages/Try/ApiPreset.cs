namespace WxYarpGateway.Console.Pages.Try;

/// <summary>A call that people often make.</summary>
/// <param name="Name">Its name: a key of <c>Languages/TryTexts</c> behind <c>Preset.</c>.</param>
/// <param name="Method">The method.</param>
/// <param name="Path">The path at WeChat.</param>
/// <param name="Query">The query.</param>
/// <param name="Body">The JSON; <c>APPID</c> in it becomes the account's.</param>
internal sealed record ApiPreset(string Name, string Method, string Path, string Query, string Body)
{
    /// <summary>Gets all of them.</summary>
    public static IReadOnlyList<ApiPreset> All { get; } =
    [
        new("Users", "GET", "/cgi-bin/user/get", "", ""),
        new("Menu", "GET", "/cgi-bin/get_current_selfmenu_info", "", ""),
        new("CallbackIps", "GET", "/cgi-bin/getcallbackip", "", ""),
        new("Templates", "GET", "/wxaapi/newtmpl/gettemplate", "", ""),
        new("Quota", "POST", "/cgi-bin/openapi/quota/get", "", """{"cgi_path":"/cgi-bin/user/get"}"""),
        new("ClearQuota", "POST", "/cgi-bin/clear_quota", "", """{"appid":"APPID"}"""),
    ];
}
