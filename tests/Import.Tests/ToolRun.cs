using System.CommandLine;
using WxYarpGateway.Gateway;
using WxYarpGateway.Gateway.Commands;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.PlatformImport.Commands;
using WxYarpGateway.Testing.Processes;

namespace WxYarpGateway.Import.Tests;

/// <summary>One run of a command line: its exit code and what it wrote.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    private const string Settings = "appsettings.json";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Runs tools/PlatformImport.</summary>
    public static Task<ToolRun> OfAsync(SecretPrompt secrets, params string[] words)
        => RunAsync(ImportCommands.Create(secrets), new InvocationConfiguration(), words);

    /// <summary>Runs tools/PlatformImport where nobody knows a password.</summary>
    public static Task<ToolRun> OfAsync(params string[] words) => OfAsync(new SecretPrompt(_ => null, null), words);

    /// <summary>Runs the gateway's executable in a folder.</summary>
    public static Task<ToolRun> OfGatewayAsync(Workplace workplace, params string[] words)
    {
        if (!File.Exists(Path.Combine(workplace.Folder, Settings)))
        {
            workplace.Write(Settings, """{ "Gateway": { "Services": { "shop": { "AppId": "wx1", "Token": "t", "MessagePath": "/wx" } } } }""");
        }

        return RunAsync(
            GatewayCommands.Create(
                new GatewayEnvironment(workplace.Folder, workplace.Folder) { DataFolder = Path.Combine(workplace.Folder, "state") },
                Program.Build,
                _ => Task.CompletedTask),
            GatewayCommands.Invocation(),
            words);
    }

    private static async Task<ToolRun> RunAsync(RootCommand command, InvocationConfiguration invocation, string[] words)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        (invocation.Output, invocation.Error) = (output, error);
        var exitCode = await command.Parse(words).InvokeAsync(invocation, Cancelled);
        return new ToolRun(exitCode, output.ToString(), error.ToString());
    }
}
