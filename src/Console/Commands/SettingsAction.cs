using System.CommandLine;

namespace WxYarpGateway.Console.Commands;

/// <summary>Runs a command with the settings <c>--Key=value</c> of the command line.</summary>
internal static class SettingsAction
{
    /// <summary>Sets what a command does.</summary>
    public static void SetSettingsAction(this Command command, Func<ParseResult, string[], CancellationToken, Task<int>> run)
    {
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) =>
        {
            var words = parsed.UnmatchedTokens.ToArray();
            if (Array.Find(words, word => !IsSetting(word)) is { } unknown)
            {
                parsed.InvocationConfiguration.Error.WriteLine(
                    $"{unknown} is neither a command nor a setting --Key=value. See --help.");
                return Task.FromResult(StartupErrors.Failed);
            }

            return run(parsed, words, cancellationToken);
        });
    }

    private static bool IsSetting(string word)
        => word.StartsWith("--", StringComparison.Ordinal) && word.Contains('=', StringComparison.Ordinal);
}
