using WxYarpGateway.Import.Configuration;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Import.GoWxGateway;

/// <summary>The keys that go-wx-gateway reads, and the keys of ours that they become.</summary>
internal static class GoGatewayKeys
{
    public const string ListenHost = "listen-host";
    public const string ListenPort = "listen-port";
    public const string Services = "services";
    public const string Name = "name";
    public const string IsChannelsEc = "is-channels-ec";
    public const string WorkerNum = "workerNum";
    public const string Timeout = "timeout";
    public const string WxParams = "wx-params";
    public const string Token = "token";
    public const string AppId = "app-id";
    public const string AppSecret = "app-secret";
    public const string AesKey = "aes-key";
    public const string ListenEndpoints = "listen-endpoints";
    public const string ServicePath = "service-path";
    public const string RedirectPath = "redirect-path";
    public const string MsgProxyPass = "msg-proxy-pass";
    public const string RedirectUrl = "redirect-url";
    public const string RedirectUserInfoFlag = "redirect-userinfo-flag";
    public const string MenuHandler = "menu-handler";
    public const string TokenCacheDir = "token-cache-dir";
    public const string CommonEndpoints = "common-endpoints";
    public const string HealthCheck = "health-check";
    public const string DontAppendUserInfo = "dont-append-userinfo";

    /// <summary>The path of a service's keys.</summary>
    public const string Service = Services + "[]";

    private const string Ours = "Services:<name>";

    /// <summary>Gets the endpoints that serve backends: go-wx-gateway's key, and ours below <c>Endpoints</c>.</summary>
    public static IReadOnlyList<(string Key, string Becomes)> Endpoints { get; } =
    [
        ("wx-qr", "Qr"),
        ("wx-user", "User"),
        ("sns-auth2", "SnsAuth2"),
        ("short-url", "ShortUrl"),
        ("tmpl-msg", "TemplateMessage"),
        ("sign-jsapi", "SignJsApi"),
        ("channels-ec-order-detail", "ChannelsOrderDetail"),
        ("channels-ec-refund-detail", "ChannelsRefundDetail"),
    ];

    /// <summary>Gets all keys.</summary>
    public static IReadOnlyList<GoGatewayKey> All { get; } =
    [
        new(ListenHost, GatewayKeys.Urls),
        new(ListenPort, GatewayKeys.Urls),
        new($"{Service}.{Name}", Ours),
        new($"{Service}.{IsChannelsEc}", $"{Ours}:{nameof(ServiceOptions.Kind)}"),
        new($"{Service}.{WxParams}.{Token}", $"{Ours}:{nameof(ServiceOptions.Token)}"),
        new($"{Service}.{WxParams}.{AppId}", $"{Ours}:{nameof(ServiceOptions.AppId)}"),
        new($"{Service}.{WxParams}.{AppSecret}", $"{Ours}:{nameof(ServiceOptions.AppSecret)}"),
        new($"{Service}.{WxParams}.{AesKey}", $"{Ours}:{nameof(ServiceOptions.EncodingAesKey)}"),
        new($"{Service}.{ListenEndpoints}.{ServicePath}", $"{Ours}:{nameof(ServiceOptions.MessagePath)}"),
        new($"{Service}.{ListenEndpoints}.{RedirectPath}", $"{Ours}:OAuthPath"),
        new($"{Service}.{MsgProxyPass}", $"{Ours}:{nameof(ServiceOptions.MessageBackend)}"),
        new($"{Service}.{RedirectUrl}", $"{Ours}:OAuthBackend"),
        new($"{Service}.{RedirectUserInfoFlag}", $"{Ours}:OAuthUserInfoFlag"),
        new($"{Service}.{Timeout}", $"{Ours}:{nameof(ServiceOptions.MaxClockSkew)}"),
        new($"{Service}.{WorkerNum}", ""),
        new($"{Service}.{MenuHandler}", ""),
        new(TokenCacheDir, ""),
        new($"{CommonEndpoints}.{HealthCheck}", ""),
        .. from endpoint in Endpoints
           select new GoGatewayKey($"{CommonEndpoints}.{endpoint.Key}", $"{GatewayKeys.Endpoints}:{endpoint.Becomes}"),
        new(DontAppendUserInfo, $"{Ours}:{nameof(ServiceOptions.UserInfo)}:{nameof(UserInfoOptions.Append)}"),
    ];

    /// <summary>Returns whether a path is one of a key, or of an object that holds keys.</summary>
    public static bool IsKnown(string path)
        => All.Any(key => key.Path.StartsWith(path, StringComparison.OrdinalIgnoreCase)
            && (key.Path.Length == path.Length || key.Path[path.Length] is '.' or '['));
}
