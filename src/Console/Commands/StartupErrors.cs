namespace WxYarpGateway.Console.Commands;

/// <summary>Tells people why the console does not start.</summary>
internal static class StartupErrors
{
    /// <summary>The exit code when the console cannot start for another reason than its configuration.</summary>
    public const int Failed = 1;

    /// <summary>The exit code when the configuration has errors.</summary>
    public const int InvalidConfiguration = 2;

    /// <summary>Prints all errors, one a line, and what to do next.</summary>
    public static int Print(IReadOnlyList<string> errors, TextWriter writer)
    {
        foreach (var error in errors)
        {
            writer.WriteLine(error);
        }

        writer.WriteLine("The console does not start: its configuration has errors. Correct them, then start it again.");
        return InvalidConfiguration;
    }
}
