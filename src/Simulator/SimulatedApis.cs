using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Code;
using WxYarpGateway.Simulator.Code.Api;
using WxYarpGateway.Simulator.Code.Audits;
using WxYarpGateway.Simulator.CustomerService;
using WxYarpGateway.Simulator.Links;
using WxYarpGateway.Simulator.Media;
using WxYarpGateway.Simulator.MiniPrograms.ContentChecks;
using WxYarpGateway.Simulator.MiniPrograms.Logins;
using WxYarpGateway.Simulator.MiniPrograms.Notices;
using WxYarpGateway.Simulator.MiniPrograms.Phones;
using WxYarpGateway.Simulator.OAuth;
using WxYarpGateway.Simulator.OAuth.Pages;
using WxYarpGateway.Simulator.Platforms.Api;
using WxYarpGateway.Simulator.Platforms.Events;
using WxYarpGateway.Simulator.Platforms.Pages;
using WxYarpGateway.Simulator.Publishing;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Shop;
using WxYarpGateway.Simulator.Templates;
using WxYarpGateway.Simulator.Tokens;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Simulator;

/// <summary>Lists the endpoints of every room: what answers at each path of the WeChat API.</summary>
internal sealed class SimulatedApis
{
    private readonly SimulatorState _state;
    private readonly LaterPushes _later;
    private readonly AccessGate _gate;
    private readonly ComponentGate _component;
    private readonly AccountShelf<Material> _materials = new();
    private readonly AccountShelf<Draft> _drafts = new();

    private SimulatedApis(SimulatorState state, LaterPushes later)
    {
        _state = state;
        _later = later;
        _gate = new AccessGate(state.Accounts, state.Tokens);
        _component = new ComponentGate(state.Platforms, _gate, state.Tokens, state.Clock);
    }

    public static ApiTable Create(SimulatorState state, LaterPushes later, TicketPushes tickets, AuthorizationFlow flow, AuditOffice office)
    {
        var (apis, table) = (new SimulatedApis(state, later), new ApiTable());
        apis.AddTokens(table);
        apis.AddOAuth(table);
        apis.AddPlatforms(table, tickets, flow);
        apis.AddCode(table, office);
        apis.AddMiniPrograms(table);
        apis.AddUsers(table);
        apis.AddCustomerService(table);
        apis.AddTemplates(table);
        apis.AddPublishing(table);
        apis.AddMedia(table);
        apis.AddLinks(table);
        apis.AddShop(table);
        return table;
    }

    private void AddTokens(ApiTable table)
    {
        var tokens = new TokenEndpoints(_state.Accounts, _state.Tokens, appId => _state.Platforms.TryFind(appId, out _));
        var addresses = new AddressEndpoints(_gate, _state.Addresses);
        table.Add(ApiPath.ClassicToken, tokens.Classic);
        table.Add(ApiPath.StableToken, tokens.Stable);
        table.Add(ApiPath.Ticket, new TicketEndpoints(_gate, new TicketRegister(_state.Clock)).Get);
        table.Add(ApiPath.CallbackAddresses, addresses.ListCallbackServers);
        table.Add(ApiPath.ApiAddresses, addresses.ListApiServers);
    }

    private void AddOAuth(ApiTable table)
    {
        var page = new AuthorizeEndpoints(
            _state.Accounts,
            _state.Users,
            _state.OAuth,
            _state.SignedIn,
            _state.Platforms.IsAuthorized);
        var tokens = new OAuthTokenEndpoints(_state.Accounts, _state.Users, _state.OAuth);
        var users = new OAuthUserEndpoints(_state.Accounts, _state.Users, _state.OAuth);
        table.AddStreaming(ApiPath.Authorize, page.AuthorizeAsync);
        table.Add(ApiPath.OAuthToken, tokens.Exchange);
        table.Add(ApiPath.OAuthRefresh, tokens.Refresh);
        table.Add(ApiPath.OAuthUserInfo, users.Describe);
        table.Add(ApiPath.OAuthCheck, users.Confirm);
    }

    private void AddPlatforms(ApiTable table, TicketPushes tickets, AuthorizationFlow flow)
    {
        var pages = new AuthorizationPageEndpoints(_state.Platforms, _state.Accounts, flow, _later);
        var oauth = new OAuthTokenEndpoints(_state.Accounts, _state.Users, _state.OAuth);
        table.AddStreaming(AuthorizationPageEndpoints.DesktopPath, pages.OnDesktopAsync);
        table.AddStreaming(AuthorizationPageEndpoints.PhonePath, pages.OnPhoneAsync);
        table.AddStreaming(AuthorizationPageEndpoints.OldPhonePath, pages.OnPhoneAsync);
        table.Add(new ComponentTokenEndpoints(_state.Platforms, _state.Accounts, _component, tickets).Routes);
        table.Add(new AuthorizationEndpoints(_component).Routes);
        table.Add(new AuthorizerInfoEndpoints(_component).Routes);
        table.Add(new AuthorizerOptionEndpoints(_state.Platforms, _component, _gate).Routes);
        table.Add(ApiPath.PlatformQuota, new PlatformQuotaEndpoints(_state.Platforms, _state.Clock).Clear);
        table.Add(new OAuthOnBehalfEndpoints(_component, _state.Accounts, oauth).Routes);
    }

    private void AddCode(ApiTable table, AuditOffice office)
    {
        var (gate, book) = (new CodeGate(_gate, _component, _state.Tokens, _state.Platforms), _state.Code);
        var media = new AuditMedia(_state.Media, _state.Clock);
        table.Add(new TemplateLibraryEndpoints(gate, book).Routes);
        table.Add(new CommitEndpoints(gate, book).Routes);
        table.Add(new AuditEndpoints(gate, book, office, media, _state.Clock).Routes);
        table.Add(new ReleaseEndpoints(gate, book).Routes);
        table.Add(new GrayReleaseEndpoints(gate, book).Routes);
        table.Add(new PrivacyEndpoints(gate, book).Routes);
        table.AddStreaming(AuditFileEndpoints.UploadPath, new AuditFileEndpoints(gate, media).UploadAsync);
        table.AddStreaming(TrialCodeEndpoints.Path, new TrialCodeEndpoints(gate, book).ShowAsync);
    }

    private void AddMiniPrograms(ApiTable table)
    {
        var phoneNumbers = new PhoneNumberEndpoints(_gate, _state.Users, _state.PhoneCodes, _state.Clock);
        table.Add(new LoginEndpoints(_state.Accounts, _state.Users, _state.Logins, _component).Routes);
        table.Add(new SessionKeyEndpoints(_gate, _state.Logins, new UserCryptoKeys(_state.Clock)).Routes);
        table.Add(PhoneNumberEndpoints.Path, phoneNumbers.Get);
        table.Add(new NoticeEndpoints(_gate, _state.Users, _state.Notices, _state.Platforms, _later, _state.Clock).Routes);
        table.Add(new ContentEndpoints(
            _gate,
            _state.Users,
            _state.Logins,
            _state.Content,
            _state.Platforms,
            _later,
            _state.Clock).Routes);
    }

    private void AddUsers(ApiTable table)
    {
        var tags = new TagBook();
        table.Add(ApiPath.UserInfo, new UserEndpoints(_gate, _state.Users).Describe);
        table.Add(new FollowerEndpoints(_gate, _state.Users).Routes);
        table.Add(new TagEndpoints(_gate, tags, _state.Users).Routes);
        table.Add(new TaggingEndpoints(_gate, tags, _state.Users).Routes);
    }

    private void AddCustomerService(ApiTable table)
    {
        var (agents, sessions) = (new AccountShelf<Agent>(), new AccountShelf<AgentSession>());
        var messages = new CustomerServiceEndpoints(_gate, _state.Windows, _state.SentMessages, _state.Chats, _state.Clock);
        table.Add(ApiPath.CustomSend, messages.Send);
        table.Add(ApiPath.CustomTyping, new TypingEndpoints(_gate, _state.Windows, _state.Chats, _state.Clock).Command);
        table.Add(new AgentEndpoints(_gate, agents, sessions).Routes);
        table.Add(new SessionEndpoints(_gate, agents, sessions, _later, _state.Clock).Routes);
    }

    private void AddTemplates(ApiTable table)
    {
        var templates = new TemplateBook();
        var rules = new TemplateRules(_state.Users, templates);
        table.Add(ApiPath.TemplateSend, new TemplateEndpoints(_gate, rules, _state.SentTemplates, _later, _state.Clock).Send);
        table.Add(new TemplateListEndpoints(_gate, templates).Routes);
    }

    private void AddPublishing(ApiTable table)
    {
        var articles = new ArticleCheck((appId, id) => _materials.TryFind(appId, id, out var material) ? material.Url : null);
        var mass = new MassMessageRules(_drafts);
        table.Add(new MenuEndpoints(_gate, new MenuBook()).Routes);
        table.Add(new DraftEndpoints(_gate, _drafts, articles, _state.Clock).Routes);
        table.Add(new PublicationEndpoints(_gate, _drafts, new AccountShelf<Publication>(), _later).Routes);
        table.Add(new MassMessageEndpoints(_gate, mass, _state.SentMassMessages, _state.Users, _later).Routes);
    }

    private void AddMedia(ApiTable table)
    {
        var media = new MediaEndpoints(_gate, _state.Media, _state.Clock);
        var pictures = new PictureEndpoints(_gate, _state.Media, _state.Clock);
        var materials = new MaterialEndpoints(_gate, _materials, _drafts, pictures, _state.Clock);
        table.AddStreaming(ApiPath.MediaUpload, media.UploadAsync);
        table.AddStreaming(ApiPath.MediaGet, media.GetAsync);
        table.AddStreaming(ApiPath.VoiceGet, media.GetVoiceAsync);
        table.AddStreaming(ApiPath.PictureUpload, pictures.UploadAsync);
        table.AddStreaming(PictureEndpoints.FilePath, pictures.ShowAsync);
        table.AddStreaming(MaterialEndpoints.AddPath, materials.AddAsync);
        table.AddStreaming(MaterialEndpoints.GetPath, materials.GetAsync);
        table.Add(materials.Routes);
    }

    private void AddLinks(ApiTable table)
    {
        var qrCodes = new QrCodeEndpoints(_gate, new QrCodeBook(_state.Clock), _state.Clock);
        var shortKeys = new ShortKeyEndpoints(_gate, new ShortKeyBook(_state.Clock));
        table.Add(ApiPath.QrCodeCreate, qrCodes.Create);
        table.AddStreaming(ApiPath.QrCodeShow, qrCodes.ShowAsync);
        table.AddStreaming(ApiPath.MiniProgramCode, new MiniProgramCodeEndpoints(_gate, _state.Clock).CreateAsync);
        table.Add(new AppLinkEndpoints(_gate, new AppLinkBook(_state.Clock), _state.Clock).Routes);
        table.Add(ApiPath.ShortUrl, new ShortUrlEndpoints(_gate).Shorten);
        table.Add(ApiPath.ShortKeyCreate, shortKeys.Create);
        table.Add(ApiPath.ShortKeyFetch, shortKeys.Fetch);
    }

    private void AddShop(ApiTable table)
    {
        var shop = new ShopEndpoints(_gate, _state.Shop);
        table.Add(ApiPath.ShopOrder, shop.GetOrder);
        table.Add(ApiPath.ShopAfterSaleOrder, shop.GetAfterSaleOrder);
    }
}
