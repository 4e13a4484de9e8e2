namespace WxYarpGateway.Gateway.Tests.Endpoints;

/// <summary>The settings of a gateway with a service and a platform, which reach nobody.</summary>
internal static class ShopAndPlatform
{
    /// <summary>Returns the settings, to be added to.</summary>
    public static Dictionary<string, string?> Settings() => new()
    {
        // Nothing listens there.
        ["Gateway:WeChat:ApiUrl"] = "http://127.0.0.1:9",
        ["Gateway:Backends:main"] = "http://127.0.0.1:9",
        ["Gateway:Services:shop:AppId"] = "wx1",
        ["Gateway:Services:shop:Token"] = "t",
        ["Gateway:Services:shop:MessagePath"] = "/wx/shop",
        ["Gateway:Services:saas:Kind"] = "Platform",
        ["Gateway:Services:saas:AppId"] = "wxcomponentscopes1",
        ["Gateway:Services:saas:AppSecret"] = "s",
        ["Gateway:Services:saas:Token"] = "t",
        ["Gateway:Services:saas:EncodingAesKey"] = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
        ["Gateway:Services:saas:AuthEventPath"] = "/wx/saas/event",
        ["Gateway:Services:saas:MessagePath"] = "/wx/saas/{appid}/message",
        ["Gateway:Services:saas:StartTicketPush"] = "Never",
    };
}
