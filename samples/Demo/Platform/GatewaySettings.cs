namespace WxYarpGateway.Demo.Platform;

/// <summary>The gateway's configuration of a platform, as on its command line.</summary>
internal static class GatewaySettings
{
    public const string Service = "saas";
    public const string EventPath = "/wx/saas/event";
    public const string ReturnTo = "https://admin.example.com/done";

    private const string Section = $"--Gateway:Services:{Service}";

    public static string[] Of(string publicUrl, string internalUrl, Uri weChat, Uri crm, Uri bot, string[] telemetry) =>
    [
        $"--Gateway:Urls={publicUrl}",
        $"--Gateway:InternalUrls={internalUrl}",
        $"--Gateway:PublicUrl={publicUrl}",
        "--Gateway:ShutdownDelay=00:00:00",
        $"--Gateway:WeChat:ApiUrl={weChat}",
        $"--Gateway:WeChat:OpenUrl={weChat}",
        $"--Gateway:WeChat:MpUrl={weChat}",
        $"--Gateway:Backends:crm={crm}",
        $"--Gateway:Backends:bot={bot}",
        $"{Section}:Kind=Platform",
        $"{Section}:AppId={SimulatedConsole.Component}",
        $"{Section}:AppSecret={SimulatedConsole.Secret}",
        $"{Section}:Token={SimulatedConsole.Token}",
        $"{Section}:EncodingAesKey={SimulatedConsole.AesKey}",
        $"{Section}:AuthEventPath={EventPath}",
        $"{Section}:MessagePath=/wx/saas/{{appid}}/message",
        $"{Section}:EventBackend=crm",
        $"{Section}:Authorization:Path=/wx/saas/authorize",
        $"{Section}:Authorization:Title={SimulatedConsole.ComponentName}",
        $"{Section}:Authorization:Text=授权后，海风管家将代您回复顾客的消息。",
        $"{Section}:Authorization:ReturnTo={ReturnTo}",
        $"{Section}:Authorization:ReturnHosts:0=admin.example.com",

        // The simulated platform opens when the gateway runs, and pushes its first ticket then; before it, nothing can be asked.
        $"{Section}:StartTicketPush=Never",
        $"{Section}:Sync=00:00:00",
        .. Rule(0, "archive", 100, "Copy", "crm", "/archive/$APPID$"),
        .. Rule(1, "answers", 50, "Reply", "bot", path: null),
        .. telemetry,

        // So that the console has something to show.
        "--Gateway:Records:Keep=1.00:00:00",

        // The screen belongs to the scenes. SQLite without a key warns that it makes one, which is right here.
        "--Logging:LogLevel:Default=Error",
    ];

    private static string[] Rule(int index, string name, int priority, string mode, string backend, string? path) =>
    [
        $"{Section}:Rules:{index}:Name={name}",
        $"{Section}:Rules:{index}:Priority={priority}",
        $"{Section}:Rules:{index}:When:MsgType=text",
        $"{Section}:Rules:{index}:To:Backend={backend}",
        $"{Section}:Rules:{index}:Mode={mode}",
        .. path is null ? Array.Empty<string>() : [$"{Section}:Rules:{index}:To:Path={path}"],
    ];
}
