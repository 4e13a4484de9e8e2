namespace WxYarpGateway.Import.Configuration;

/// <summary>The gateway's own keys and usual values that an import writes. A test compares them with the gateway's options.</summary>
internal static class GatewayKeys
{
    public const string Section = "Gateway";
    public const string PublicUrl = "PublicUrl";
    public const string Urls = "Urls";
    public const string InternalUrls = "InternalUrls";
    public const string InternalApiKeys = "InternalApiKeys";
    public const string Endpoints = "Endpoints";
    public const string EndpointsOnPublicListener = "EndpointsOnPublicListener";
    public const string Services = "Services";

    /// <summary>The port of the internal address that the gateway listens on when none is configured.</summary>
    public const int UsualInternalPort = 7081;

    /// <summary>The internal address that the gateway listens on when none is configured.</summary>
    public const string UsualInternalUrl = "http://127.0.0.1:7081";

    /// <summary>The path below which the internal listener reports its health; no endpoint may lie there.</summary>
    public const string Health = "/health";

    /// <summary>The environment variable that names the folder with secrets.</summary>
    public const string SecretsFolderVariable = "GATEWAY_SECRETS_DIR";

    /// <summary>Gets the endpoints that go-wx-gateway did not have, each with its usual path.</summary>
    public static IReadOnlyList<(string Key, string UsualPath)> NewEndpoints { get; } =
    [
        ("QrLogin", "/qr-login"), ("Api", "/wxapi"), ("Tokens", "/tokens"), ("Redelivery", "/redelivery"), ("Records", "/records"),
        ("Platform", "/platform"), ("Login", "/login"), ("Overview", "/overview"), ("Database", "/database"), ("Try", "/try"),
        ("OpenApi", "/openapi"),
    ];
}
