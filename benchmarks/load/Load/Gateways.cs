using System.Text;

namespace WxYarpGateway.Load;

/// <summary>Starts the gateway and bare YARP for a case.</summary>
internal static class Gateways
{
    /// <summary>Starts the gateway as it is shipped: only what the case names is configured.</summary>
    /// <returns>The process; its port is the one that the load goes to.</returns>
    public static Task<Child> StartGatewayAsync(Workshop workshop, Case measured, string backend, int redisPort, CancellationToken cancellationToken)
    {
        var (open, closed) = (Workshop.FreePort(), Workshop.FreePort());
        var store = measured.UsesRedis ? $$"""{ "Kind": "Redis", "Redis": "127.0.0.1:{{redisPort}}" }""" : """{ "Kind": "Memory" }""";
        var file = Path.Combine(workshop.Folder, $"{Guid.NewGuid():N}.json");
        File.WriteAllText(file, $$"""
            {
              "Gateway": {
                "Urls": "http://127.0.0.1:{{open}}",
                "InternalUrls": "http://127.0.0.1:{{closed}}",
                "Store": {{store}},
                "WeChat": { "ApiUrl": "{{workshop.Nginx}}" },
                "Services": { {{Services(measured, backend)}} }
              }
            }
            """);
        return workshop.StartAsync("Gateway", measured.IsInternal ? closed : open, [], new Dictionary<string, string> { ["GATEWAY_CONFIG"] = file }, cancellationToken);
    }

    public static Task<Child> StartBareAsync(Workshop workshop, string backend, CancellationToken cancellationToken)
    {
        var port = Workshop.FreePort();
        return workshop.StartAsync("Peers", port, ["bare", $"http://127.0.0.1:{port}", backend], new Dictionary<string, string>(), cancellationToken);
    }

    public static Task<Child> StartSlowBackendAsync(Workshop workshop, TimeSpan takes, CancellationToken cancellationToken)
    {
        var port = Workshop.FreePort();
        return workshop.StartAsync("Peers", port, ["slow", $"http://127.0.0.1:{port}", $"{takes.TotalMilliseconds:0}"], new Dictionary<string, string>(), cancellationToken);
    }

    private static string Services(Case measured, string backend)
    {
        var services = new StringBuilder();
        for (var number = 1; number <= measured.Services; number++)
        {
            // The n-th service, as the script calls it.
            var suffix = measured.Services > 1 ? $"-{number}" : "";
            var message = measured.IsEcho ? "" : $$""", "MessageBackend": "{{backend}}" """;
            services.Append(number > 1 ? "," : "").Append($$"""
                "shop{{suffix}}": { "AppId": "{{Cases.AppId}}", "AppSecret": "benchmark-secret", "Token": "{{Cases.Token}}{{suffix}}", "MessagePath": "/wx{{suffix}}"{{message}}{{measured.Service}} }
                """);
        }

        return services.ToString();
    }
}
