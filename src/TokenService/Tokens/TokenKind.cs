namespace WxYarpGateway.TokenService.Tokens;

/// <summary>Says what a token is for. All kinds are kept, shared and renewed in the same way.</summary>
public enum TokenKind
{
    /// <summary>An access_token, which opens WeChat's APIs.</summary>
    AccessToken,

    /// <summary>A jsapi_ticket, with which a page signs its use of the JS-SDK.</summary>
    JsApiTicket,

    /// <summary>A wx_card ticket (api_ticket), with which a page signs its use of cards.</summary>
    WxCardTicket,

    /// <summary>A component_access_token, with which a platform calls WeChat in its own name.</summary>
    ComponentToken,

    /// <summary>An authorizer_access_token, with which a platform calls WeChat in the name of an account in its care.</summary>
    AuthorizerToken,
}
