using System.CommandLine;
using WxYarpGateway.Gateway.Commands.Releases;
using WxYarpGateway.Gateway.Configuration;

namespace WxYarpGateway.Gateway.Commands;

/// <summary>The verbs of the executable; without one, the gateway runs.</summary>
internal static class GatewayCommands
{
    /// <summary>Returns the command line.</summary>
    /// <param name="environment">The process's environment.</param>
    /// <param name="build">Builds the gateway.</param>
    /// <param name="rehearse">Serves made-up pushes before the gateway listens, so that the first real one is fast.</param>
    public static RootCommand Create(GatewayEnvironment environment, BuildGateway build, Func<CancellationToken, Task> rehearse)
    {
        var root = new RootCommand(
            "Runs a reverse proxy for WeChat. Any setting can be given as --Key=value, such as --Gateway:Urls=http://127.0.0.1:7080.")
        {
            Validate(environment, build),
            Routes(environment, build),
            Health(environment),
            Redelivery(environment, build),
            DatabaseCommands.Create(environment, build),
            ImportCommand.Create(environment),
            PlatformCommand.Create(environment),
        };
        root.SetSettingsAction((parsed, settings, cancellationToken) =>
        {
            // The rehearsal runs beside the building, which mostly keeps one thread busy.
            var rehearsal = rehearse(cancellationToken);
            var app = build(environment, environment.JsonFiles(), settings);
            return RunCommand.RunAsync(app, rehearsal, parsed.InvocationConfiguration.Error, cancellationToken);
        });
        return root;
    }

    /// <summary>Returns how the command line is run: the host, not the parser, handles signals and stops in order.</summary>
    public static InvocationConfiguration Invocation() => new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };

    private static Command Validate(GatewayEnvironment environment, BuildGateway build)
    {
        var validate = new Command("validate", "Checks the configuration without starting, and prints all errors at once.");
        validate.SetFileAction("The JSON file to check instead of the configured ones.", (parsed, settings, file, _) =>
        {
            var files = file is null ? environment.JsonFiles() : [Path.GetFullPath(file, environment.WorkingFolder)];
            return ValidateCommand.RunAsync(build(environment, files, settings), parsed.InvocationConfiguration);
        });
        return validate;
    }

    private static Command Routes(GatewayEnvironment environment, BuildGateway build)
    {
        var routes = new Command("routes", "Prints YARP's routes and clusters, generated and hand-written ones, as JSON.");
        routes.SetSettingsAction((parsed, settings, _)
            => RoutesCommand.RunAsync(build(environment, environment.JsonFiles(), settings), parsed.InvocationConfiguration));
        return routes;
    }

    private static Command Health(GatewayEnvironment environment)
    {
        var health = new Command("health", "Asks the running gateway whether it is ready. The exit code is 0 when it is, else 1.");
        health.SetSettingsAction((parsed, settings, cancellationToken)
            => HealthCommand.RunAsync(environment, settings, parsed.InvocationConfiguration, cancellationToken));
        return health;
    }

    private static Command Redelivery(GatewayEnvironment environment, BuildGateway build)
    {
        var import = new Command("import", "Puts the messages from the journal of a lost gateway into the redelivery queue.");
        const string Journal = "The journal: a file redelivery-*.journal from GATEWAY_DATA_DIR.";
        import.SetFileAction(Journal, (parsed, settings, file, cancellationToken) =>
        {
            var app = build(environment, environment.JsonFiles(), settings);
            return RedeliveryImport.RunAsync(app, file, environment, parsed.InvocationConfiguration, cancellationToken);
        });
        return new Command("redelivery", "Commands for messages that no backend took.") { import };
    }
}
