using System.Text;

namespace WxYarpGateway.Load.Platforms;

/// <summary>The configuration of a gateway that serves a platform with many rules, and what the simulator knows of its accounts.</summary>
internal sealed class PlatformFile
{
    public const string AppId = "wx9876543210fedcba";
    public const string Name = "saas";

    /// <summary>The rules, of which a message meets none: the whole of them is looked through.</summary>
    public const int Rules = 1_000;

    private readonly Workshop _workshop;
    private readonly string _folder;

    public PlatformFile(Workshop workshop, int authorizers)
    {
        _workshop = workshop;
        Authorizers = authorizers;
        _folder = Directory.CreateDirectory(Path.Combine(workshop.Folder, Guid.NewGuid().ToString("N"))).FullName;
        Write("simulator.json", SimulatorText());
        Write("gateway.json", GatewayText());
    }

    public int Authorizers { get; }

    public int Open { get; } = Workshop.FreePort();

    public int Closed { get; } = Workshop.FreePort();

    public int WeChat { get; } = Workshop.FreePort();

    public string Simulator => Path.Combine(_folder, "simulator.json");

    /// <summary>Gets the gateway's variables: its database is a SQLite file in this folder.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>(JustInTime.Early)
    {
        ["GATEWAY_CONFIG"] = Path.Combine(_folder, "gateway.json"),
        ["GATEWAY_DATA_DIR"] = _folder,
    };

    private static string RuleText(int number) => (number % 4) switch
    {
        0 => $$"""{ "Name": "rule-{{number}}", "When": { "Event": "event_{{number}}_*" }, "To": { "Backend": "main" } }""",
        1 => $$"""{ "Name": "rule-{{number}}", "When": { "AppId": "wxelsewhere{{number}}" }, "To": { "Backend": "main" } }""",
        2 => $$"""{ "Name": "rule-{{number}}", "When": { "Tag": "tag-{{number}}", "MsgType": "text" }, "To": { "Backend": "main" } }""",
        _ => $$"""{ "Name": "rule-{{number}}", "When": { "MsgType": ["image", "voice"], "AppId": "wx*{{number}}" }, "Mode": "Drop" }""",
    };

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    private string GatewayText() => $$"""
        {
          "Gateway": {
            "Urls": "http://127.0.0.1:{{Open}}",
            "InternalUrls": "http://127.0.0.1:{{Closed}}",
            "WeChat": { "ApiUrl": "http://127.0.0.1:{{WeChat}}" },
            "Backends": { "main": "{{_workshop.Nginx}}/json" },
            "Services": {
              "{{Name}}": {
                "Kind": "Platform", "AppId": "{{AppId}}", "AppSecret": "benchmark-secret", "Token": "{{Cases.Token}}",
                "EncodingAesKey": "{{Cases.AesKey}}", "AuthEventPath": "/{{Name}}/event", "MessagePath": "/{{Name}}/{appid}/message",
                "MessageBackend": "main", "StartTicketPush": "Never", "Sync": "00:00:00", "UserInfo": { "Append": false },
                "Rules": [ {{string.Join(",\n", Enumerable.Range(1, Rules).Select(RuleText))}} ]
              }
            }
          }
        }
        """;

    private string SimulatorText()
    {
        var (accounts, authorizers) = (new StringBuilder(), new StringBuilder());
        for (var number = 1; number <= Authorizers; number++)
        {
            var comma = number > 1 ? ",\n" : "";
            accounts.Append($$"""{{comma}}{ "appId": "wxbench{{number}}", "originalId": "gh_0123456789ab", "name": "一家名字不算短的店铺" }""");
            authorizers.Append($$"""{{comma}}{ "appId": "wxbench{{number}}" }""");
        }

        return $$"""
            {
              "urls": "http://127.0.0.1:{{WeChat}}",
              "accounts": [ {{accounts}} ],
              "platforms": [{
                "appId": "{{AppId}}", "appSecret": "benchmark-secret", "token": "{{Cases.Token}}", "encodingAesKey": "{{Cases.AesKey}}",
                "eventUrl": "http://127.0.0.1:{{Open}}/{{Name}}/event", "authorizers": [ {{authorizers}} ]
              }]
            }
            """;
    }
}
