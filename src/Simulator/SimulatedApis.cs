using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Addresses;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.CustomerService;
using WxYarpGateway.Simulator.Media;
using WxYarpGateway.Simulator.Menus;
using WxYarpGateway.Simulator.OAuth;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.QrCodes;
using WxYarpGateway.Simulator.Shop;
using WxYarpGateway.Simulator.ShortUrls;
using WxYarpGateway.Simulator.Templates;
using WxYarpGateway.Simulator.Tickets;
using WxYarpGateway.Simulator.Tokens;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Simulator;

/// <summary>Lists what answers at each path of the WeChat API.</summary>
internal sealed class SimulatedApis(AccountBook accounts, UserBook users, TokenRegister tokens, TimeProvider clock)
{
    private readonly AccessGate _gate = new(accounts, tokens);
    private readonly QrCodeBook _qrCodes = new(clock);

    public required OAuthRegister OAuth { get; init; }

    public required SignedInUsers SignedIn { get; init; }

    public required ReplyWindows Windows { get; init; }

    public required SentMessages Messages { get; init; }

    public required ChatLog Chats { get; init; }

    public required SentTemplates Templates { get; init; }

    public required LaterPushes Later { get; init; }

    public required ServerAddresses Addresses { get; init; }

    public required ShopBook Shop { get; init; }

    public required MediaShelf Media { get; init; }

    /// <summary>Returns the endpoints that answer a call, read to its end, with JSON.</summary>
    public Dictionary<string, Func<ApiCall, ApiAnswer>> Plain()
    {
        var token = new TokenEndpoints(accounts, tokens);
        var menus = new MenuEndpoints(_gate, new MenuBook());
        var oAuthTokens = new OAuthTokenEndpoints(accounts, users, OAuth);
        var oAuthUsers = new OAuthUserEndpoints(accounts, users, OAuth);
        var shortKeys = new ShortKeyEndpoints(_gate, new ShortKeyBook(clock));
        var addresses = new AddressEndpoints(_gate, Addresses);
        var shop = new ShopEndpoints(_gate, Shop);
        return new Dictionary<string, Func<ApiCall, ApiAnswer>>(StringComparer.Ordinal)
        {
            [ApiPath.ClassicToken] = token.Classic,
            [ApiPath.StableToken] = token.Stable,
            [ApiPath.Ticket] = new TicketEndpoints(_gate, new TicketRegister(clock)).Get,
            [ApiPath.OAuthToken] = oAuthTokens.Exchange,
            [ApiPath.OAuthRefresh] = oAuthTokens.Refresh,
            [ApiPath.OAuthUserInfo] = oAuthUsers.Describe,
            [ApiPath.OAuthCheck] = oAuthUsers.Confirm,
            [ApiPath.UserInfo] = new UserEndpoints(_gate, users).Describe,
            [ApiPath.CustomSend] = new CustomerServiceEndpoints(_gate, Windows, Messages, Chats, clock).Send,
            [ApiPath.CustomTyping] = new TypingEndpoints(_gate, Windows, Chats, clock).Command,
            [ApiPath.TemplateSend] = new TemplateEndpoints(_gate, new TemplateRules(users), Templates, Later, clock).Send,
            [ApiPath.MenuGet] = menus.Get,
            [ApiPath.MenuCreate] = menus.Create,
            [ApiPath.QrCodeCreate] = new QrCodeEndpoints(_gate, _qrCodes, clock).Create,
            [ApiPath.ShortUrl] = new ShortUrlEndpoints(_gate).Shorten,
            [ApiPath.ShortKeyCreate] = shortKeys.Create,
            [ApiPath.ShortKeyFetch] = shortKeys.Fetch,
            [ApiPath.CallbackAddresses] = addresses.ListCallbackServers,
            [ApiPath.ApiAddresses] = addresses.ListApiServers,
            [ApiPath.ShopOrder] = shop.GetOrder,
            [ApiPath.ShopAfterSaleOrder] = shop.GetAfterSaleOrder,
        };
    }

    /// <summary>Returns the endpoints that read or write the connection themselves; null says that they answered.</summary>
    public Dictionary<string, Func<HttpContext, ApiCall, Task<ApiAnswer?>>> Streaming()
    {
        var media = new MediaEndpoints(_gate, Media, clock);
        return new Dictionary<string, Func<HttpContext, ApiCall, Task<ApiAnswer?>>>(StringComparer.Ordinal)
        {
            [ApiPath.Authorize] = new AuthorizeEndpoints(accounts, users, OAuth, SignedIn).AuthorizeAsync,
            [ApiPath.MediaUpload] = media.UploadAsync,
            [ApiPath.MediaGet] = media.GetAsync,
            [ApiPath.MiniProgramCode] = new CodeEndpoints(_gate).CreateAsync,
            [ApiPath.QrCodeShow] = new QrCodeEndpoints(_gate, _qrCodes, clock).ShowAsync,
        };
    }
}
