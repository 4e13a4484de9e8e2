namespace WxYarpGateway.Simulator.Accounts;

/// <summary>Describes one WeChat account as its console does. All but the AppId may change while the simulator runs.</summary>
public sealed class SimulatedAccount
{
    /// <summary>Gets the AppId.</summary>
    public required string AppId { get; init; }

    /// <summary>Gets or sets the AppSecret that token requests must carry.</summary>
    public string AppSecret { get; set; } = "";

    /// <summary>Gets or sets the original id, the <c>ToUserName</c> of pushes.</summary>
    /// <value>The default is <c>gh_simulated</c>.</value>
    public string OriginalId { get; set; } = "gh_simulated";

    /// <summary>Gets or sets the name that users see, or null to show the AppId.</summary>
    public string? Name { get; set; }

    /// <summary>Gets or sets the token that signs pushes.</summary>
    public string Token { get; set; } = "";

    /// <summary>Gets or sets the 43-character EncodingAESKey, needed unless the mode is plaintext.</summary>
    public string? EncodingAesKey { get; set; }

    /// <summary>Gets or sets the kind of account, which decides what it may reply.</summary>
    public AccountKind Kind { get; set; }

    /// <summary>Gets or sets the format of pushes and their replies.</summary>
    public DataFormat Format { get; set; }

    /// <summary>Gets or sets the encryption mode of pushes.</summary>
    public EncryptionMode Encryption { get; set; }

    /// <summary>Gets or sets the server URL that pushes go to.</summary>
    public Uri? GatewayUrl { get; set; }

    /// <summary>Gets or sets the domains that OAuth may return to (网页授权域名), without scheme and port; an empty list allows any.</summary>
    public IReadOnlyList<string> OAuthDomains { get; set; } = [];

    /// <summary>Gets or sets the ids of the account's message templates; an empty list allows any.</summary>
    public IReadOnlyList<string> TemplateIds { get; set; } = [];

    /// <summary>Gets or sets a mini program's templates of notices (订阅消息); an empty list allows any id and any fields.</summary>
    public IReadOnlyList<NoticeTemplate> NoticeTemplates { get; set; } = [];

    /// <summary>Gets or sets the switches that change how WeChat treats the account.</summary>
    public AccountSwitches Switches { get; set; } = new();

    /// <summary>Gets or sets the switches of a mini program's users.</summary>
    public MiniProgramSwitches MiniProgram { get; set; } = new();

    /// <summary>Gets or sets the switches of a mini program's code.</summary>
    public CodeSwitches Code { get; set; } = new();
}
