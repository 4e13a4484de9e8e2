using System.Text.Json;
using Microsoft.Extensions.Configuration;
using WxYarpGateway.Gateway.Tests.Commands;
using WxYarpGateway.Gateway.Tests.Configuration;

namespace WxYarpGateway.Gateway.Tests.Import;

/// <summary>What <c>import</c> made of a configuration of go-wx-gateway, read as the gateway reads it.</summary>
internal sealed record Imported(string File, string Text, IConfiguration Gateway)
{
    public const string AesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    /// <summary>Gets all that stands in comments, joined, as if no line had been broken.</summary>
    public string Comments => string.Join(' ', CommentLines);

    public IEnumerable<string> CommentLines
        => Text.Split('\n').Where(line => line.Contains("// ", StringComparison.Ordinal)).Select(line => line[(line.IndexOf("// ", StringComparison.Ordinal) + 3)..].Trim());

    public string? this[string key] => Gateway[key];

    /// <summary>Imports a configuration; that it works is part of each test.</summary>
    public static async Task<Imported> OfAsync(Workplace workplace, string json)
    {
        var result = await CommandLine.RunAsync(workplace.Environment, "import", workplace.Write("wx-gateway-conf.json", json));
        Assert.Empty(result.Error);
        Assert.Equal(0, result.ExitCode);
        var text = string.Join('\n', result.Output) + "\n";

        // Strict but for comments, so that other readers can read it too.
        using var strict = JsonDocument.Parse(text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        var file = workplace.Write("imported.json", text);
        return new Imported(file, text, new ConfigurationBuilder().AddJsonFile(file).Build().GetSection("Gateway"));
    }

    /// <summary>Imports one service, whose keys are given as JSON; without others, it is a complete one.</summary>
    public static Task<Imported> OfServiceAsync(Workplace workplace, string keys = "", string wxParams = """ "token": "t", "app-id": "wx1", "app-secret": "s" """, string paths = """ "service-path": "/wx" """)
        => OfAsync(workplace, $$"""{ "listen-port": 7080, "services": [ { "name": "shop", "wx-params": { {{wxParams}} }, "listen-endpoints": { {{paths}} } {{(keys.Length > 0 ? "," : "")}} {{keys}} } ] }""");

    /// <summary>Returns the faults that <c>validate</c> finds in it.</summary>
    public async Task<IReadOnlyList<string>> FaultsAsync(Workplace workplace)
        => [.. (await CommandLine.RunAsync(workplace.Environment, "validate", File)).Error.Where(line => line.StartsWith("error: ", StringComparison.Ordinal))];

    /// <summary>Returns the names of the services.</summary>
    public IEnumerable<string> Names => Gateway.GetSection("Services").GetChildren().Select(service => service.Key);
}
