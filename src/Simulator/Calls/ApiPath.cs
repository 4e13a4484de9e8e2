namespace WxYarpGateway.Simulator.Calls;

/// <summary>Names paths of the WeChat API that the simulator answers. The <c>Routes</c> of endpoint classes list the others.</summary>
public static class ApiPath
{
    /// <summary>The classic token API, which issues a new token at every call.</summary>
    public const string ClassicToken = "/cgi-bin/token";

    /// <summary>The stable token API, which returns the same token until shortly before its expiry.</summary>
    public const string StableToken = "/cgi-bin/stable_token";

    /// <summary>The API that describes a follower.</summary>
    public const string UserInfo = "/cgi-bin/user/info";

    /// <summary>The API that sends a customer-service message.</summary>
    public const string CustomSend = "/cgi-bin/message/custom/send";

    /// <summary>The API that shows and hides the typing indicator.</summary>
    public const string CustomTyping = "/cgi-bin/message/custom/typing";

    /// <summary>The API that issues tickets for web pages.</summary>
    public const string Ticket = "/cgi-bin/ticket/getticket";

    /// <summary>The API that returns the account's menu.</summary>
    public const string MenuGet = "/cgi-bin/menu/get";

    /// <summary>The API that sets the account's menu.</summary>
    public const string MenuCreate = "/cgi-bin/menu/create";

    /// <summary>The API that uploads a file.</summary>
    public const string MediaUpload = "/cgi-bin/media/upload";

    /// <summary>The API that downloads a file.</summary>
    public const string MediaGet = "/cgi-bin/media/get";

    /// <summary>The API that downloads a voice recording in high quality.</summary>
    public const string VoiceGet = "/cgi-bin/media/get/jssdk";

    /// <summary>The API that uploads a picture for use inside articles.</summary>
    public const string PictureUpload = "/cgi-bin/media/uploadimg";

    /// <summary>The API that draws a mini program code.</summary>
    public const string MiniProgramCode = "/wxa/getwxacodeunlimit";

    /// <summary>WeChat's page that asks for the user's consent and returns the browser with a code.</summary>
    public const string Authorize = "/connect/oauth2/authorize";

    /// <summary>The API that exchanges a code for a user's openid and token.</summary>
    public const string OAuthToken = "/sns/oauth2/access_token";

    /// <summary>The API that renews a user's token.</summary>
    public const string OAuthRefresh = "/sns/oauth2/refresh_token";

    /// <summary>The API that returns a user's profile.</summary>
    public const string OAuthUserInfo = "/sns/userinfo";

    /// <summary>The API that checks whether a user's token is valid.</summary>
    public const string OAuthCheck = "/sns/auth";

    /// <summary>The API that creates a QR code with a scene.</summary>
    public const string QrCodeCreate = "/cgi-bin/qrcode/create";

    /// <summary>The image of a QR code.</summary>
    public const string QrCodeShow = "/cgi-bin/showqrcode";

    /// <summary>The API that shortened URLs.</summary>
    public const string ShortUrl = "/cgi-bin/shorturl";

    /// <summary>The API that keeps a long text under a short key.</summary>
    public const string ShortKeyCreate = "/cgi-bin/shorten/gen";

    /// <summary>The API that returns the text of a short key.</summary>
    public const string ShortKeyFetch = "/cgi-bin/shorten/fetch";

    /// <summary>The API that sends a template message.</summary>
    public const string TemplateSend = "/cgi-bin/message/template/send";

    /// <summary>The API that lists the callback IPs, from which pushes come.</summary>
    public const string CallbackAddresses = "/cgi-bin/getcallbackip";

    /// <summary>The API that lists the addresses of the API servers.</summary>
    public const string ApiAddresses = "/cgi-bin/get_api_domain_ip";

    /// <summary>The API that makes WeChat push tickets to a platform.</summary>
    public const string StartPushTicket = "/cgi-bin/component/api_start_push_ticket";

    /// <summary>The API that issues a platform's own token.</summary>
    public const string ComponentToken = "/cgi-bin/component/api_component_token";

    /// <summary>The API that creates a code for a link to the authorization page.</summary>
    public const string PreAuthCode = "/cgi-bin/component/api_create_preauthcode";

    /// <summary>The API that exchanges an authorization code.</summary>
    public const string QueryAuth = "/cgi-bin/component/api_query_auth";

    /// <summary>The API that renews an authorizer's access token.</summary>
    public const string AuthorizerToken = "/cgi-bin/component/api_authorizer_token";

    /// <summary>The API that describes an authorizer.</summary>
    public const string AuthorizerInfo = "/cgi-bin/component/api_get_authorizer_info";

    /// <summary>The API that lists the authorizers.</summary>
    public const string AuthorizerList = "/cgi-bin/component/api_get_authorizer_list";

    /// <summary>The API that clears a platform's daily counts.</summary>
    public const string PlatformQuota = "/cgi-bin/component/clear_quota/v2";

    /// <summary>The API that describes an order of a Channels shop.</summary>
    public const string ShopOrder = "/channels/ec/order/get";

    /// <summary>The API that describes an after-sale order of a Channels shop.</summary>
    public const string ShopAfterSaleOrder = "/channels/ec/aftersale/getaftersaleorder";
}
