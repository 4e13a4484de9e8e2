using System.CommandLine;
using WxYarpGateway.Gateway.Configuration;

namespace WxYarpGateway.Gateway.Commands;

/// <summary>The verbs of the executable; without one, it runs.</summary>
internal static class GatewayCommands
{
    /// <summary>Returns the command line.</summary>
    /// <param name="environment">What the process is told from outside.</param>
    /// <param name="build">Builds the gateway from settings of the command line and the JSON files to read.</param>
    public static RootCommand Create(GatewayEnvironment environment, Func<GatewayEnvironment, IReadOnlyList<string>, string[], WebApplication> build)
    {
        var root = new RootCommand("A reverse proxy for WeChat. Without a command, it runs. Settings may be given as --Key=value, such as --Gateway:Urls=http://127.0.0.1:7080.");
        root.SetSettingsAction((parsed, settings, cancellationToken) => RunCommand.RunAsync(
            build(environment, environment.JsonFiles(), settings), parsed.InvocationConfiguration.Error, cancellationToken));

        var validate = new Command("validate", "Checks the configuration and prints all its faults.");
        var file = new Argument<string?>("file") { Description = "The JSON file to read in place of the others.", Arity = ArgumentArity.ZeroOrOne };
        validate.Add(file);
        validate.SetSettingsAction((parsed, settings, _) =>
        {
            var files = parsed.GetValue(file) is { } name ? [Path.GetFullPath(name, environment.WorkingFolder)] : environment.JsonFiles();
            return ValidateCommand.RunAsync(build(environment, files, settings), parsed.InvocationConfiguration);
        });

        var routes = new Command("routes", "Prints YARP's configuration, the generated and the hand-written routes and clusters, as JSON.");
        routes.SetSettingsAction((parsed, settings, _) => RoutesCommand.RunAsync(build(environment, environment.JsonFiles(), settings), parsed.InvocationConfiguration));

        root.Add(validate);
        root.Add(routes);
        return root;
    }

    /// <summary>Returns how the command line is to be run: the host, not the parser, handles signals, so that it may take its time to stop.</summary>
    public static InvocationConfiguration Invocation() => new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };

    /// <summary>Sets what a command does, with the settings <c>--Key=value</c> that are not its own.</summary>
    private static void SetSettingsAction(this Command command, Func<ParseResult, string[], CancellationToken, Task<int>> run)
    {
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) =>
        {
            var settings = parsed.UnmatchedTokens.ToArray();
            if (Array.Find(settings, setting => !setting.StartsWith("--", StringComparison.Ordinal) || !setting.Contains('=', StringComparison.Ordinal)) is { } unknown)
            {
                parsed.InvocationConfiguration.Error.WriteLine($"{unknown} is neither a command nor a setting --Key=value. See --help.");
                return Task.FromResult(StartupErrors.Failed);
            }

            return run(parsed, settings, cancellationToken);
        });
    }
}
