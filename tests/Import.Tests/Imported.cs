using System.Text.Json;
using Microsoft.Extensions.Configuration;
using WxYarpGateway.Gateway;
using WxYarpGateway.Gateway.Commands;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Testing.Processes;

namespace WxYarpGateway.Import.Tests;

/// <summary>What an import made of a configuration of go-wx-gateway, read as the gateway reads it.</summary>
internal sealed record Imported(string File, string Text, IConfiguration Gateway)
{
    public const string AesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    private const string Account = """ "token": "t", "app-id": "wx1", "app-secret": "s" """;

    /// <summary>Gets the text of all comments, joined as if no line had been broken.</summary>
    public string Comments => string.Join(' ', CommentLines);

    public IEnumerable<string> CommentLines
        => from line in Text.Split('\n')
           let start = line.IndexOf("// ", StringComparison.Ordinal)
           where start >= 0
           select line[(start + "// ".Length)..].Trim();

    public string? this[string key] => Gateway[key];

    /// <summary>Imports a configuration; that it works is part of each test.</summary>
    public static async Task<Imported> OfAsync(Workplace workplace, string json)
    {
        var source = workplace.Write("wx-gateway-conf.json", json);
        var result = await ConfigurationImport.FromGoWxGatewayAsync(source, asciiOnly: false, TestContext.Current.CancellationToken);
        Assert.True(result.IsImported, result.Problem);

        // Strict but for comments, so that other readers can read it too.
        using var strict = JsonDocument.Parse(result.Configuration, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        var file = workplace.Write("imported.json", result.Configuration);
        return new Imported(file, result.Configuration, new ConfigurationBuilder().AddJsonFile(file).Build().GetSection("Gateway"));
    }

    /// <summary>Imports one service, whose keys are given as JSON; without others, it is a complete one.</summary>
    public static Task<Imported> OfServiceAsync(
        Workplace workplace, string keys = "", string wxParams = Account, string paths = """ "service-path": "/wx" """)
        => OfAsync(workplace, $$"""
            {
              "listen-port": 7080,
              "services": [
                {
                  "name": "shop", "wx-params": { {{wxParams}} }, "listen-endpoints": { {{paths}} } {{(keys.Length > 0 ? "," : "")}}
                  {{keys}}
                }
              ]
            }
            """);

    /// <summary>Returns the errors that the gateway's command <c>validate</c> finds in it.</summary>
    public async Task<IReadOnlyList<string>> ErrorsAsync()
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var invocation = GatewayCommands.Invocation();
        invocation.Output = output;
        invocation.Error = error;
        var folder = Path.GetDirectoryName(File)!;
        var commands = GatewayCommands.Create(new GatewayEnvironment(folder, folder), Program.Build, _ => Task.CompletedTask);

        await commands.Parse(["validate", File]).InvokeAsync(invocation, TestContext.Current.CancellationToken);

        return [.. error.ToString().Split(Environment.NewLine).Where(IsError)];
    }

    /// <summary>Asserts that the comments contain a text.</summary>
    public void Says(string text) => Assert.Contains(text, Comments, StringComparison.Ordinal);

    /// <summary>Gets the names of the services.</summary>
    public IEnumerable<string> Names => Gateway.GetSection("Services").GetChildren().Select(service => service.Key);

    private static bool IsError(string line)
        => line.Contains(": Gateway:", StringComparison.Ordinal) && !line.StartsWith("warning: ", StringComparison.Ordinal);
}
