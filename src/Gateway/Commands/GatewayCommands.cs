using System.CommandLine;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Gateway.Commands;

/// <summary>The verbs of the executable; without one, it runs.</summary>
internal static class GatewayCommands
{
    private const string FileArgument = "file";

    /// <summary>Returns the command line.</summary>
    /// <param name="environment">What the process is told from outside.</param>
    /// <param name="build">Builds the gateway from settings of the command line and the JSON files to read.</param>
    /// <param name="rehearse">Answers some made-up pushes before the gateway listens.</param>
    public static RootCommand Create(
        GatewayEnvironment environment,
        Func<GatewayEnvironment, IReadOnlyList<string>, string[], WebApplication> build,
        Func<CancellationToken, Task> rehearse)
    {
        var root = new RootCommand(
            "A reverse proxy for WeChat. Without a command, it runs. "
            + "Settings may be given as --Key=value, such as --Gateway:Urls=http://127.0.0.1:7080.");
        root.SetWordsAction(takesFile: false, (parsed, settings, _, cancellationToken) =>
        {
            // In parallel with the build, which mostly uses one thread.
            var rehearsal = rehearse(cancellationToken);
            return RunCommand.RunAsync(
                build(environment, environment.JsonFiles(), settings), rehearsal, parsed.InvocationConfiguration.Error, cancellationToken);
        });

        var validate = new Command("validate", "Checks the configuration and prints all its errors.");
        validate.Add(FileArgumentOf("The JSON file to read in place of the others."));
        validate.SetWordsAction(takesFile: true, (parsed, settings, file, _) => ValidateCommand.RunAsync(
            build(environment, file is null ? environment.JsonFiles() : [Path.GetFullPath(file, environment.WorkingFolder)], settings),
            parsed.InvocationConfiguration));

        var routes = new Command("routes", "Prints YARP's configuration, the generated and the hand-written routes and clusters, as JSON.");
        routes.SetWordsAction(takesFile: false, (parsed, settings, _, _) => RoutesCommand.RunAsync(
            build(environment, environment.JsonFiles(), settings), parsed.InvocationConfiguration));

        var import = new Command("import", "Reads the configuration of go-wx-gateway and prints ours, with comments on what differs.");
        import.Add(new Argument<string[]>(FileArgument) { Description = "The configuration file of go-wx-gateway.", Arity = ArgumentArity.ZeroOrMore });
        import.TreatUnmatchedTokensAsErrors = false;
        import.SetAction((parsed, cancellationToken) => ImportCommand.RunAsync(
            [.. parsed.GetValue<string[]>(FileArgument) ?? [], .. parsed.UnmatchedTokens], environment, parsed.InvocationConfiguration, cancellationToken));

        var health = new Command("health", "Asks the running gateway whether it is ready: exit code 0 when it is, else 1.");
        health.SetWordsAction(takesFile: false, (parsed, settings, _, cancellationToken) => HealthCommand.RunAsync(
            environment, settings, parsed.InvocationConfiguration, cancellationToken));

        var importJournal = new Command("import", "Puts what the journal of a gateway that is gone has kept into the redelivery queue.");
        importJournal.Add(FileArgumentOf("The journal: a file redelivery-*.journal out of GATEWAY_DATA_DIR."));
        importJournal.SetWordsAction(takesFile: true, (parsed, settings, file, cancellationToken) => RedeliveryImport.RunAsync(
            build(environment, environment.JsonFiles(), settings), file, environment, parsed.InvocationConfiguration, cancellationToken));
        var redelivery = new Command("redelivery", "Messages that no backend took.") { importJournal };

        root.Add(validate);
        root.Add(redelivery);
        root.Add(routes);
        root.Add(health);
        root.Add(import);
        return root;
    }

    /// <summary>
    /// Returns how the parser runs commands: the host handles signals, since its shutdown takes time.
    /// </summary>
    public static InvocationConfiguration Invocation() => new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };

    private static Argument<string[]> FileArgumentOf(string description)
        => new(FileArgument) { Description = description, Arity = ArgumentArity.ZeroOrMore };

    /// <summary>Sets what a command does with its words: settings <c>--Key=value</c>, and for some a file.</summary>
    private static void SetWordsAction(
        this Command command, bool takesFile, Func<ParseResult, string[], string?, CancellationToken, Task<int>> run)
    {
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) =>
        {
            // The parser takes unknown settings for the file.
            string[] words = [.. takesFile ? parsed.GetValue<string[]>(FileArgument) ?? [] : [], .. parsed.UnmatchedTokens];
            var settings = Array.FindAll(
                words, word => word.StartsWith("--", StringComparison.Ordinal) && word.Contains('=', StringComparison.Ordinal));
            var files = words.Except(settings).ToArray();
            var unknown = files.Skip(takesFile ? 1 : 0)
                .Concat(files.Where(word => word.StartsWith("--", StringComparison.Ordinal)))
                .FirstOrDefault();
            if (unknown is not null)
            {
                parsed.InvocationConfiguration.Error.WriteLine($"{unknown} is neither a command nor a setting --Key=value. See --help.");
                return Task.FromResult(StartupErrors.Failed);
            }

            try
            {
                return run(parsed, settings, files.FirstOrDefault(), cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // The build reads the secrets; the framework throws when one cannot be read.
                var error = new ConfigurationError(
                    "secrets", "", $"a file cannot be read: {exception.Message.TrimEnd('.')}", "Let the gateway's user read it");
                return Task.FromResult(StartupErrors.Print([error], parsed.InvocationConfiguration.Error));
            }
        });
    }
}
