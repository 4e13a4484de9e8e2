namespace WxYarpGateway.Load;

/// <summary>What is measured, with the goals that the design sets.</summary>
internal static class Cases
{
    public const string AppId = "wx0123456789abcdef";
    public const string Token = "benchmark-token";
    public const string Aes = "AES";
    public const string AesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    private const string WithoutUserInfo = """, "UserInfo": { "Append": false }""";
    private const string Encrypted = $$""", "EncodingAesKey": "{{AesKey}}" """;

    public static IReadOnlyList<Case> All { get; } =
    [
        new("plaintext", "push.lua") { Options = ["kind=plain", "shortest=100"], Service = WithoutUserInfo, Goal = 1.10 },
        new("plaintext, telemetry sent", "push.lua") { Options = ["kind=plain", "shortest=100"], Service = WithoutUserInfo,
            SendsTelemetry = true },
        new(Aes, "push.lua") { Options = ["kind=aes", "shortest=100"], Service = WithoutUserInfo + Encrypted, Bare = "aes", Goal = 1.50 },
        new("AES, Redis ledger", "push.lua") { Options = ["kind=aes", "shortest=100"], Service = WithoutUserInfo + Encrypted, Bare = "aes",
            UsesRedis = true, Goal = 1.60 },
        new("plaintext, Redis ledger", "push.lua") { Options = ["kind=plain", "shortest=100"], Service = WithoutUserInfo,
            UsesRedis = true },
        new("plaintext, userInfo cached", "push.lua") { Options = ["kind=plain", "shortest=100"] },
        new("API proxy with token", "get.lua") { Options = ["kind=get", "host=localhost", "shortest=30"],
            Path = "/wxapi/shop/cgi-bin/get_api_domain_ip", IsInternal = true, Bare = "", Goal = 1.15 },
        new("echo", "push.lua") { Options = ["kind=plain", "shortest=100"], Service = WithoutUserInfo, IsEcho = true },
        new("URL verification", "get.lua") { Options = ["kind=verify", "shortest=19"], Bare = "text" },
        new("backend of 100 ms", "push.lua")
        {
            Options = ["kind=plain", "shortest=10"], Connections = 128, Service = WithoutUserInfo,
                BackendTakes = TimeSpan.FromMilliseconds(100),
        },
        WithServices(1000) with { Goal = 1.10 },
    ];

    /// <summary>Returns the case of plaintext messages to so many services in turn.</summary>
    public static Case WithServices(int services) => new($"{services:N0} service{(services == 1 ? "" : "s")}", "push.lua")
    {
        Options = ["kind=plain", "shortest=100", $"services={services}"],
        Service = WithoutUserInfo,
        Services = services,
    };
}
