using System.CommandLine;
using WxYarpGateway.Console.Configuration;

namespace WxYarpGateway.Console.Commands;

/// <summary>The verbs of the executable; without one, the console runs.</summary>
internal static class ConsoleCommands
{
    /// <summary>Returns the command line.</summary>
    public static RootCommand Create(ConsoleEnvironment environment, BuildConsole build)
    {
        var root = new RootCommand(
            "Runs the console of gateways. Any setting can be given as --Key=value, such as --Console:Urls=http://127.0.0.1:7082.")
        {
            AdminCommands.Create(environment, build),
        };
        root.SetSettingsAction((parsed, settings, cancellationToken)
            => RunCommand.RunAsync(build(environment, settings), parsed.InvocationConfiguration, cancellationToken));
        return root;
    }

    /// <summary>Returns how the command line is run: the host, not the parser, handles signals and stops in order.</summary>
    public static InvocationConfiguration Invocation() => new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
}
