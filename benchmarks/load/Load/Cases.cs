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

    private const double MostMebibytes = 125;
    private const double MostMebibytesOfThousand = 150;
    private const double MostRedisMicroseconds = 25;

    // 97 hundredths of what 128 connections allow on a backend of 100 ms.
    private const double LeastOnSlowBackend = 1242;

    private static readonly Case Plaintext = new("plaintext", "push.lua")
    {
        Options = ["kind=plain", "shortest=100"],
        Service = WithoutUserInfo,
    };

    private static readonly Case Safe = new(Aes, "push.lua")
    {
        Options = ["kind=aes", "shortest=100"],
        Service = WithoutUserInfo + Encrypted,
        Bare = "aes",
    };

    public static IReadOnlyList<Case> All { get; } =
    [
        Plaintext with { Goal = 1.25, MostMebibytes = MostMebibytes, IsForPeers = true },
        Plaintext with { Name = "plaintext, telemetry sent", SendsTelemetry = true },
        Safe with { Goal = 1.45, MostMebibytes = MostMebibytes, IsForPeers = true },
        Safe with { Name = "AES, Redis ledger", UsesRedis = true, MostRedisMicroseconds = MostRedisMicroseconds, IsForPeers = true },
        Plaintext with
        {
            Name = "plaintext, Redis ledger", UsesRedis = true, Goal = 1.60, MostRedisMicroseconds = MostRedisMicroseconds,
            IsForPeers = true,
        },
        Plaintext with { Name = "plaintext, userInfo cached", Service = "" },
        new("API proxy with token", "get.lua")
        {
            Options = ["kind=get", "host=localhost", "shortest=30"], Path = "/wxapi/shop/cgi-bin/get_api_domain_ip", IsInternal = true,
            Bare = "", Goal = 1.10,
        },
        new("login proxy, session in memory", "get.lua")
        {
            Options = ["kind=app", "host=localhost", "shortest=30"], Path = "/app/orders", IsLoggedIn = true, Bare = "json", Goal = 1.15,
        },
        Plaintext with { Name = "echo", IsEcho = true },
        new("URL verification", "get.lua") { Options = ["kind=verify", "shortest=19"], Bare = "text" },
        Plaintext with
        {
            Name = "backend of 100 ms", Options = ["kind=plain", "shortest=10"], Connections = 128,
            BackendTakes = TimeSpan.FromMilliseconds(100), LeastPerSecond = LeastOnSlowBackend,
        },
        WithServices(1000) with { Goal = 1.25, MostMebibytes = MostMebibytesOfThousand },
    ];

    /// <summary>Returns the cases of these names, each the whole name of one or a part of several; all without names.</summary>
    public static IReadOnlyList<Case> Named(IReadOnlyList<string> names)
    {
        bool Is(Case one, string name) => All.Any(other => other.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ? one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
            : one.Name.Contains(name, StringComparison.OrdinalIgnoreCase);
        return [.. All.Where(one => names.Count == 0 || names.Any(name => Is(one, name)))];
    }

    /// <summary>Returns the case of plaintext messages to so many services in turn.</summary>
    public static Case WithServices(int services) => Plaintext with
    {
        Name = $"{services:N0} service{(services == 1 ? "" : "s")}",
        Options = [.. Plaintext.Options, $"services={services}"],
        Services = services,
    };
}
