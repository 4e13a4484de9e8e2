using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Code;
using WxYarpGateway.Simulator.CustomerService;
using WxYarpGateway.Simulator.Media;
using WxYarpGateway.Simulator.MiniPrograms.ContentChecks;
using WxYarpGateway.Simulator.MiniPrograms.Logins;
using WxYarpGateway.Simulator.MiniPrograms.Notices;
using WxYarpGateway.Simulator.MiniPrograms.Phones;
using WxYarpGateway.Simulator.OAuth;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.Publishing;
using WxYarpGateway.Simulator.Shop;
using WxYarpGateway.Simulator.Templates;
using WxYarpGateway.Simulator.Tokens;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Simulator;

/// <summary>Keeps, in memory, everything that the simulated WeChat knows; endpoints, pushes and scripts share it.</summary>
internal sealed class SimulatorState
{
    public SimulatorState(TimeProvider clock)
    {
        Clock = clock;
        Tokens = new TokenRegister(clock);
        Platforms = new PlatformBook(Accounts, Tokens, clock);
        Code = new CodeBook(clock);
        Logins = new LoginRegister(clock);
        PhoneCodes = new PhoneCodeBook(clock);
        Notices = new NoticeBook(clock);
        OAuth = new OAuthRegister(clock);
        SignedIn = new SignedInUsers(Users);
        Windows = new ReplyWindows(clock);
        Chats = new ChatLog(clock);
    }

    public TimeProvider Clock { get; }

    public AccountBook Accounts { get; } = new();

    public UserBook Users { get; } = new();

    public TokenRegister Tokens { get; }

    public PlatformBook Platforms { get; }

    public CodeBook Code { get; }

    public LoginRegister Logins { get; }

    public PhoneCodeBook PhoneCodes { get; }

    public NoticeBook Notices { get; }

    public ContentControl Content { get; } = new();

    public OAuthRegister OAuth { get; }

    public SignedInUsers SignedIn { get; }

    public ReplyWindows Windows { get; }

    public ChatLog Chats { get; }

    public SentMessages SentMessages { get; } = new();

    public SentTemplates SentTemplates { get; } = new();

    public SentMassMessages SentMassMessages { get; } = new();

    public ShopBook Shop { get; } = new();

    public ServerAddresses Addresses { get; } = new();

    public MediaShelf Media { get; } = new();

    public CallCounter Calls { get; } = new();

    public FaultPlan Faults { get; } = new();

    /// <summary>Returns whether an AppId is that of an account or of a platform.</summary>
    public bool Knows(string appId) => Accounts.TryFind(appId, out _) || Platforms.TryFind(appId, out _);

    /// <summary>Returns the account or platform of a token, its own or one of its users'; null for an unknown token.</summary>
    public string? OwnerOf(string token) => Tokens.FindAppId(token) ?? OAuth.FindAppId(token);
}
