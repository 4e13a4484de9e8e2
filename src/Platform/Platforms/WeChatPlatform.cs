using System.Net;
using Microsoft.Extensions.Configuration;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.CallbackIps;
using WxYarpGateway.Transforms.Configuration.Kinds;
using WxYarpGateway.Transforms.Pipeline.Routing;
using WxYarpGateway.Transforms.Services;
using IPNetwork = System.Net.IPNetwork;

namespace WxYarpGateway.Platform.Platforms;

/// <summary>A third-party platform (第三方平台) of the configuration in force. A reload makes a new one.</summary>
public sealed class WeChatPlatform
{
    /// <summary>The segment of a path that names the authorizer.</summary>
    internal const string AppIdSegment = "{appid}";

    private const string EventsSuffix = "/events";

    private readonly IPNetwork[] _cloudRun;

    /// <summary>Initializes a new instance of the <see cref="WeChatPlatform"/> class from validated options.</summary>
    /// <param name="name">The service's name: its key in the configuration.</param>
    /// <param name="options">The options.</param>
    /// <param name="authorizers">What is different for single authorizers, by AppId.</param>
    /// <param name="backends">The names of the section <c>Backends</c>.</param>
    /// <param name="publicUrl">The URL at which browsers reach the gateway; <see langword="null"/> when it is not configured.</param>
    /// <param name="recipients">Makes what finds the authorizer of a message.</param>
    /// <exception cref="ArgumentException">The options have no valid AppId, or an invalid AppSecret.</exception>
    internal WeChatPlatform(
        string name,
        PlatformOptions options,
        IReadOnlyDictionary<string, AuthorizerOptions> authorizers,
        IReadOnlySet<string> backends,
        Uri? publicUrl,
        Func<WeChatPlatform, IRecipients> recipients)
    {
        Name = name;
        Options = options;
        Authorizers = authorizers;
        Backends = backends;
        PublicUrl = publicUrl;
        Account = TokenService.Accounts.AppId.TryParse(options.AppId, out var appId)
            && AppSecret.TryParse(options.AppSecret, out var secret)
                ? new Account(name, ServiceKind.Platform, appId, secret, TokenEndpoint.Classic) { Language = options.UserInfo.Language }
                : throw new ArgumentException(
                    $"AppId or AppSecret of platform '{name}' is invalid. Validate the options first.", nameof(options));
        Policy = options.Policy();
        var callback = options.OfCallback();
        Messages = new Callback(name, Account, callback, recipients(this));

        // Tickets come from addresses that getcallbackip does not list.
        callback.OnlyFromWeChat = false;
        Events = new Callback(EventsOf(name), Account, callback, new OwnEvents(this));
        _cloudRun = [.. options.CloudRun.Networks.Select(NetworkOf)];
        MessageTarget = TargetOf(options.MessageBackend);
        EventTarget = TargetOf(options.EventBackend);
        OAuthTarget = TargetOf(options.OAuthBackend);
    }

    /// <summary>Gets the service's name, in URLs, logs and metrics. An operator may change it.</summary>
    public string Name { get; }

    /// <summary>Gets the platform's account, of <see cref="ServiceKind.Platform"/>.</summary>
    public Account Account { get; }

    /// <summary>Gets the component's AppId: the platform's identity in the database and in the store.</summary>
    public AppId AppId => Account.AppId;

    /// <summary>Gets the options.</summary>
    public PlatformOptions Options { get; }

    /// <summary>Gets what is different for single authorizers, by AppId, as far as the configuration says.</summary>
    public IReadOnlyDictionary<string, AuthorizerOptions> Authorizers { get; }

    /// <summary>Gets the names at which rules and authorizers may aim; their case does not matter.</summary>
    public IReadOnlySet<string> Backends { get; }

    /// <summary>Gets the URL at which browsers reach the gateway; <see langword="null"/> when it is not configured.</summary>
    public Uri? PublicUrl { get; }

    /// <summary>Gets the callback that receives pushes for authorizers.</summary>
    public Callback Messages { get; }

    /// <summary>Gets the callback that receives authorization events.</summary>
    public Callback Events { get; }

    /// <summary>Gets how messages of authorizers are handled, as far as nothing overrides it.</summary>
    public ServicePolicy Policy { get; }

    /// <summary>
    /// Gets the target of messages that no rule takes; <see langword="null"/> for the cluster <c>{Name}.message</c>, which may be empty.
    /// </summary>
    public MessageTarget? MessageTarget { get; }

    /// <summary>Gets the target of copies of events; <see langword="null"/> for the cluster <c>{Name}.events</c>, which may be empty.</summary>
    public MessageTarget? EventTarget { get; }

    /// <summary>
    /// Gets the target of OAuth redirects; <see langword="null"/> for the cluster <c>{Name}.oauth</c>, which may be empty.
    /// </summary>
    public MessageTarget? OAuthTarget { get; }

    /// <summary>Gets a value indicating whether wxcomponent's paths are served for it as well.</summary>
    public bool IsWxComponent => Options.Compat.Contains(PlatformOptions.WxComponent, StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets a value indicating whether pushes of WeChat's cloud hosting are taken.</summary>
    public bool TakesCloudRun => _cloudRun.Length > 0;

    /// <summary>Returns whether pushes of WeChat's cloud hosting may come from an address.</summary>
    /// <param name="address">The address of the connection.</param>
    public bool IsCloudRun(IPAddress address)
    {
        var plain = AddressRange.Plain(address);
        return Array.Exists(_cloudRun, network => network.Contains(plain));
    }

    /// <summary>Returns the name of an authorizer's service, by which queued messages find it.</summary>
    /// <param name="appId">The authorizer's AppId.</param>
    public string ServiceNameOf(string appId) => $"{Name}/{appId}";

    /// <summary>Returns the name of the callback for authorization events.</summary>
    internal static string EventsOf(string name) => name + EventsSuffix;

    private static IPNetwork NetworkOf(string network)
        => AddressRange.TryParse(network, out var range)
            ? range : throw new ArgumentException($"{network} is no network. Validate the options first.", nameof(network));

    private static MessageTarget? TargetOf(IConfigurationSection? backend)
        => KindSections.BackendNameOf(backend) is { } named ? new MessageTarget(named) : null;

    /// <summary>Events are for the platform itself.</summary>
    private sealed class OwnEvents(WeChatPlatform platform) : IRecipients
    {
        private WeChatService? _service;

        public WeChatService Find(MessageAddress address)
            => _service ??= WeChatService.Of(platform.Events.Name, platform.Account, platform.Policy, platform.Events, isKnown: true);
    }
}
