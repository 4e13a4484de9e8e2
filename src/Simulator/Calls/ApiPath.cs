namespace WxYarpGateway.Simulator.Calls;

/// <summary>Names the paths of the WeChat API that the simulator answers.</summary>
public static class ApiPath
{
    /// <summary>The classic token API, which gives a new token at every call.</summary>
    public const string ClassicToken = "/cgi-bin/token";

    /// <summary>The stable token API, which gives the same token until shortly before its expiry.</summary>
    public const string StableToken = "/cgi-bin/stable_token";

    /// <summary>The API that describes a follower.</summary>
    public const string UserInfo = "/cgi-bin/user/info";

    /// <summary>The API that sends a customer-service message.</summary>
    public const string CustomSend = "/cgi-bin/message/custom/send";

    /// <summary>The API that gives tickets for pages.</summary>
    public const string Ticket = "/cgi-bin/ticket/getticket";

    /// <summary>The API that returns the account's menu.</summary>
    public const string MenuGet = "/cgi-bin/menu/get";

    /// <summary>The API that sets the account's menu.</summary>
    public const string MenuCreate = "/cgi-bin/menu/create";

    /// <summary>The API that takes a file.</summary>
    public const string MediaUpload = "/cgi-bin/media/upload";

    /// <summary>The API that returns a file.</summary>
    public const string MediaGet = "/cgi-bin/media/get";

    /// <summary>The API that draws a mini program code.</summary>
    public const string MiniProgramCode = "/wxa/getwxacodeunlimit";
}
