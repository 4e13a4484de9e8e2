using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Addresses;
using WxYarpGateway.Simulator.Articles;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.CustomerService;
using WxYarpGateway.Simulator.MassMessages;
using WxYarpGateway.Simulator.Media;
using WxYarpGateway.Simulator.Menus;
using WxYarpGateway.Simulator.OAuth;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.QrCodes;
using WxYarpGateway.Simulator.Shop;
using WxYarpGateway.Simulator.ShortUrls;
using WxYarpGateway.Simulator.Tags;
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
    private readonly TemplateBook _templates = new();
    private readonly AccountShelf<Material> _materials = new();
    private readonly AccountShelf<Draft> _drafts = new();

    public required OAuthRegister OAuth { get; init; }

    public required SignedInUsers SignedIn { get; init; }

    public required ReplyWindows Windows { get; init; }

    public required SentMessages Messages { get; init; }

    public required ChatLog Chats { get; init; }

    public required SentTemplates Templates { get; init; }

    public required SentMassMessages MassMessages { get; init; }

    public required LaterPushes Later { get; init; }

    public required ServerAddresses Addresses { get; init; }

    public required ShopBook Shop { get; init; }

    public required MediaShelf Media { get; init; }

    /// <summary>Returns the endpoints that answer a call, read to its end, with JSON.</summary>
    public Dictionary<string, Func<ApiCall, ApiAnswer>> Plain()
    {
        var token = new TokenEndpoints(accounts, tokens);
        var oAuthTokens = new OAuthTokenEndpoints(accounts, users, OAuth);
        var oAuthUsers = new OAuthUserEndpoints(accounts, users, OAuth);
        var shortKeys = new ShortKeyEndpoints(_gate, new ShortKeyBook(clock));
        var addresses = new AddressEndpoints(_gate, Addresses);
        var shop = new ShopEndpoints(_gate, Shop);
        var alone = new Dictionary<string, Func<ApiCall, ApiAnswer>>(StringComparer.Ordinal)
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
            [ApiPath.TemplateSend] = new TemplateEndpoints(_gate, new TemplateRules(users, _templates), Templates, Later, clock).Send,
            [ApiPath.QrCodeCreate] = new QrCodeEndpoints(_gate, _qrCodes, clock).Create,
            [ApiPath.ShortUrl] = new ShortUrlEndpoints(_gate).Shorten,
            [ApiPath.ShortKeyCreate] = shortKeys.Create,
            [ApiPath.ShortKeyFetch] = shortKeys.Fetch,
            [ApiPath.CallbackAddresses] = addresses.ListCallbackServers,
            [ApiPath.ApiAddresses] = addresses.ListApiServers,
            [ApiPath.ShopOrder] = shop.GetOrder,
            [ApiPath.ShopAfterSaleOrder] = shop.GetAfterSaleOrder,
        };
        return new(alone.Concat(Families()), StringComparer.Ordinal);
    }

    /// <summary>Returns the endpoints that read or write the connection themselves; null says that they answered.</summary>
    public Dictionary<string, Func<HttpContext, ApiCall, Task<ApiAnswer?>>> Streaming()
    {
        var media = new MediaEndpoints(_gate, Media, clock);
        var pictures = new PictureEndpoints(_gate, Media, clock);
        return new(MaterialsWith(pictures).Streaming, StringComparer.Ordinal)
        {
            [ApiPath.Authorize] = new AuthorizeEndpoints(accounts, users, OAuth, SignedIn).AuthorizeAsync,
            [ApiPath.MediaUpload] = media.UploadAsync,
            [ApiPath.MediaGet] = media.GetAsync,
            [ApiPath.VoiceGet] = media.GetVoiceAsync,
            [ApiPath.PictureUpload] = pictures.UploadAsync,
            [PictureEndpoints.FilePath] = pictures.ShowAsync,
            [ApiPath.MiniProgramCode] = new CodeEndpoints(_gate).CreateAsync,
            [ApiPath.QrCodeShow] = new QrCodeEndpoints(_gate, _qrCodes, clock).ShowAsync,
        };
    }

    // The APIs that come as a family of paths, each listed where it is answered.
    private IEnumerable<KeyValuePair<string, Func<ApiCall, ApiAnswer>>> Families()
    {
        var tags = new TagBook();
        var (agents, sessions) = (new AccountShelf<Agent>(), new AccountShelf<AgentSession>());
        var articles = new ArticleCheck((appId, id) => _materials.TryFind(appId, id, out var material) ? material.Url : null);
        return
        [
            .. new MenuEndpoints(_gate, new MenuBook()).Routes,
            .. new FollowerEndpoints(_gate, users).Routes,
            .. new TagEndpoints(_gate, tags, users).Routes,
            .. new TaggingEndpoints(_gate, tags, users).Routes,
            .. MaterialsWith(new PictureEndpoints(_gate, Media, clock)).Routes,
            .. new DraftEndpoints(_gate, _drafts, articles, clock).Routes,
            .. new PublicationEndpoints(_gate, _drafts, new AccountShelf<Publication>(), Later).Routes,
            .. new MassMessageEndpoints(_gate, new MassMessageRules(_drafts), MassMessages, users, Later).Routes,
            .. new TemplateListEndpoints(_gate, _templates).Routes,
            .. new AgentEndpoints(_gate, agents, sessions).Routes,
            .. new SessionEndpoints(_gate, agents, sessions, Later, clock).Routes,
        ];
    }

    private MaterialEndpoints MaterialsWith(PictureEndpoints pictures) => new(_gate, _materials, _drafts, pictures, clock);
}
