using System.Text;

namespace WxYarpGateway.Load;

/// <summary>The configuration of a gateway for a case; editing it is a reload.</summary>
internal sealed class GatewayFile
{
    private readonly Workshop _workshop;
    private readonly Case _case;
    private readonly string _backend;
    private readonly int _redisPort;

    public GatewayFile(Workshop workshop, Case measured, string backend, int redisPort = 0)
    {
        (_workshop, _case, _backend, _redisPort) = (workshop, measured, backend, redisPort);
        Path = System.IO.Path.Combine(workshop.Folder, $"{Guid.NewGuid():N}.json");
        Write(measured.Suffixes);
    }

    public string Path { get; }

    /// <summary>Gets the variables of the gateway that the file is for.</summary>
    public Dictionary<string, string> Environment => _case.SendsTelemetry
        ? new()
        {
            ["GATEWAY_CONFIG"] = Path,
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"{_workshop.Nginx}/otlp",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf"
        }
        : _case.KeepsRecords || _case.IsLoggedIn ? new() { ["GATEWAY_CONFIG"] = Path, ["GATEWAY_DATA_DIR"] = $"{Path}.data" }
        : new() { ["GATEWAY_CONFIG"] = Path };

    /// <summary>Gets the port of the public listener.</summary>
    public int Open { get; } = Workshop.FreePort();

    /// <summary>Gets the port that the load goes to.</summary>
    public int Measured => _case.IsInternal ? Closed : Open;

    private int Closed { get; } = Workshop.FreePort();

    /// <summary>Writes the file with these services, at once as a whole. Names, paths and tokens end with the suffix.</summary>
    public void Write(IEnumerable<string> suffixes)
    {
        var store = _case.UsesRedis ? $$"""{ "Kind": "Redis", "Redis": "127.0.0.1:{{_redisPort}}" }""" : """{ "Kind": "Memory" }""";
        var written = $"{Path}.new";
        File.WriteAllText(written, $$"""
            {
              "Gateway": {
                "Urls": "http://127.0.0.1:{{Open}}",
                "InternalUrls": "http://127.0.0.1:{{Closed}}",
                "Store": {{store}},{{Records()}}
                "WeChat": { "ApiUrl": "{{_workshop.Nginx}}" },
                "Services": { {{Services(suffixes)}} }
              }
            }
            """);
        File.Move(written, Path, overwrite: true);
    }

    private string Records() => _case.KeepsRecords
        ? $$""" "Records": { "Keep": "1.00:00:00", "MostPerSecond": {{_case.MostRecordsPerSecond}} },""" : "";

    private string Services(IEnumerable<string> suffixes)
    {
        var services = new StringBuilder();
        var message = _case.IsEcho ? "" : $$""", "MessageBackend": "{{_backend}}" """;
        if (_case.IsLoggedIn)
        {
            message = $$""", "Kind": "MiniProgram", "Login": { "Backend": "{{_backend}}" } """;
        }

        foreach (var suffix in suffixes)
        {
            services.Append(services.Length > 0 ? "," : "").Append($$"""
                "shop{{suffix}}": { "AppId": "{{Cases.AppId}}", "AppSecret": "benchmark-secret", "Token": "{{Cases.Token}}{{suffix}}", "MessagePath": "/wx{{suffix}}"{{message}}{{_case.Service}} }
                """);
        }

        return services.ToString();
    }
}
