namespace WxYarpGateway.Console.Tests.Fixtures;

/// <summary>Answers of gateways that several tests need.</summary>
internal static class Samples
{
    /// <summary>The id of <see cref="Record"/>.</summary>
    public const string Id = "019ad6e0a0007000800000000000000a";

    /// <summary>What is shown of hostile texts must never become an element.</summary>
    public const string Hostile = "<img src=x onerror=alert(1)></script>\u202Egnp.exe";

    /// <summary>Waits long enough for a busy machine.</summary>
    public static TimeSpan Long { get; } = TimeSpan.FromSeconds(20);

    /// <summary>A gateway with a service and a platform, both with records.</summary>
    public static string Overview(string store = "Redis", string features = "\"records\"", int dead = 0) => $$"""
        {"replica":{"name":"here:1","version":"0.1.0","started_at":"2026-12-01T00:00:00Z","revision":"abc","configured_at":null},
         "store":{"kind":"{{store}}","state":"healthy","sentence":null},"database":null,"problems":[],
         "services":[
          {"name":"shop","kind":"OfficialAccount","appid":"wx1","message_path":"/wx/shop","minutes":null,
           "waiting":3,"leased":1,"dead":{{dead}},
           "tokens":[],"ticket":null,"features":[{{features}}]},
          {"name":"saas","kind":"Platform","appid":"wx2","message_path":"/wx/saas","minutes":null,"waiting":0,"leased":0,"dead":0,
           "tokens":[],"ticket":null,"features":[{{features}}]}]}
        """;

    /// <summary>A record as gateways write it.</summary>
    public static string Record(string id = Id, string service = "shop", string type = "text", string outcome = "Replied", string more = "")
        => $$"""
        {"id":"{{id}}","received":"2026-12-01T00:00:00.123Z","service":"{{service}}","appid":"wx1","msgType":"{{type}}","messageId":"77",
         "user":"abcd","attempt":1,"outcome":"{{outcome}}","rule":"welcome","backend":"crm","ms":12,"reply":"text",
         "steps":[{"name":"received","at_ms":0,"took_ms":0.5,"detail":"312 bytes"},
                  {"name":"backend","at_ms":0.5,"took_ms":11,"detail":"200"},
                  {"name":"replied","at_ms":11.5,"took_ms":0.5,"detail":"text, encrypted"}]{{more}}}
        """;

    /// <summary>Returns an event of a stream.</summary>
    public static string Event(string name, string json) => $"event: {name}\ndata: {json.ReplaceLineEndings(" ")}\n\n";
}
