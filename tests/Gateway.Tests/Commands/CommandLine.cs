using WxYarpGateway.Gateway.Commands;
using WxYarpGateway.Gateway.Configuration;

namespace WxYarpGateway.Gateway.Tests.Commands;

/// <summary>Runs the gateway's command line in this process.</summary>
internal static class CommandLine
{
    public static Task<CommandLineResult> RunAsync(GatewayEnvironment environment, params string[] arguments)
        => RunAsync(environment, TestContext.Current.CancellationToken, arguments);

    public static async Task<CommandLineResult> RunAsync(GatewayEnvironment environment, CancellationToken stop, params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var invocation = GatewayCommands.Invocation();
        invocation.Output = output;
        invocation.Error = error;
        var exitCode = await GatewayCommands.Create(environment, Program.Build, _ => Task.CompletedTask).Parse(arguments).InvokeAsync(
            invocation, stop);
        return new CommandLineResult(exitCode, Lines(output), Lines(error));
    }

    private static string[] Lines(StringWriter writer)
        => writer.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
}

internal sealed record CommandLineResult(int ExitCode, string[] Output, string[] Error);
