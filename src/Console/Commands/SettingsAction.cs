using System.CommandLine;
using System.Text.Json;

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

            try
            {
                return run(parsed, words, cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                // The console reads its files when it is built.
                parsed.InvocationConfiguration.Error.WriteLine(
                    $"The console does not start: its configuration cannot be read ({ProblemOf(exception)}). "
                    + "Correct the file, or let its user read it.");
                return Task.FromResult(StartupErrors.InvalidConfiguration);
            }
        });
    }

    // The innermost text says what is wrong, the outermost names the file. JSON's own text may quote a secret without quotation marks.
    private static string ProblemOf(Exception exception) => exception.GetBaseException() switch
    {
        JsonException json => $"{exception.Message.TrimEnd('.')}: line {json.LineNumber + 1}, "
            + $"character {json.BytePositionInLine + 1} is not valid JSON",
        var inner when inner != exception => $"{exception.Message.TrimEnd('.')}: {inner.Message.TrimEnd('.')}",
        _ => exception.Message.TrimEnd('.'),
    };

    private static bool IsSetting(string word)
        => word.StartsWith("--", StringComparison.Ordinal) && word.Contains('=', StringComparison.Ordinal);
}
