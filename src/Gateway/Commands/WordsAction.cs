using System.CommandLine;
using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Gateway.Commands;

/// <summary>Runs a command with its words: settings <c>--Key=value</c>, and for some commands a file.</summary>
internal static class WordsAction
{
    /// <summary>Sets what a command without a file does.</summary>
    public static void SetSettingsAction(this Command command, Func<ParseResult, string[], CancellationToken, Task<int>> run)
        => command.SetAction(file: null, (parsed, settings, _, cancellationToken) => run(parsed, settings, cancellationToken));

    /// <summary>Adds a file to a command and sets its action; without the file, the action gets <see langword="null"/>.</summary>
    public static void SetFileAction(
        this Command command, string description, Func<ParseResult, string[], string?, CancellationToken, Task<int>> run)
    {
        var file = new Argument<string[]>("file") { Description = description, Arity = ArgumentArity.ZeroOrMore };
        command.Add(file);
        command.SetAction(file, run);
    }

    private static void SetAction(
        this Command command, Argument<string[]>? file, Func<ParseResult, string[], string?, CancellationToken, Task<int>> run)
    {
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) =>
        {
            // The parser takes a setting that it does not know for the file.
            string[] words = [.. file is null ? [] : parsed.GetValue(file) ?? [], .. parsed.UnmatchedTokens];
            var settings = Array.FindAll(words, IsSetting);
            var files = words.Except(settings).ToArray();
            if (files.Skip(file is null ? 0 : 1).Concat(files.Where(IsOption)).FirstOrDefault() is { } unknown)
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
                // The gateway reads the folder of secrets when it is built; one unreadable file ends that.
                var problem = $"a file cannot be read: {exception.Message.TrimEnd('.')}";
                var error = new ConfigurationError("secrets", "", problem, "Let the gateway's user read it");
                return Task.FromResult(StartupErrors.Print([error], parsed.InvocationConfiguration.Error));
            }
        });
    }

    private static bool IsOption(string word) => word.StartsWith("--", StringComparison.Ordinal);

    private static bool IsSetting(string word) => IsOption(word) && word.Contains('=', StringComparison.Ordinal);
}
