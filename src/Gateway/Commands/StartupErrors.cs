using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Gateway.Commands;

/// <summary>Tells people why the gateway does not start.</summary>
internal static class StartupErrors
{
    /// <summary>The exit code when the gateway cannot start for another reason than its configuration.</summary>
    public const int Failed = 1;

    /// <summary>The exit code when the configuration has errors.</summary>
    public const int InvalidConfiguration = 2;

    /// <summary>Prints all errors, one a line, and what to do next.</summary>
    public static int Print(IReadOnlyList<ConfigurationError> errors, TextWriter writer)
    {
        foreach (var error in errors)
        {
            writer.WriteLine(error);
        }

        writer.WriteLine(
            $"The gateway does not start: its configuration has {Count(errors.Count, "error")}. "
            + $"Correct the file, then check it with: {Executable} validate");
        return InvalidConfiguration;
    }

    /// <summary>Prints that the gateway cannot listen.</summary>
    public static int PrintCannotListen(IReadOnlyList<string> urls, string why, TextWriter writer)
    {
        writer.WriteLine(
            $"The gateway does not start: it cannot listen on {string.Join(';', urls)} ({why}). "
            + "Change Gateway:Urls, Gateway:InternalUrls or Gateway:CloudRunUrls, or stop what listens there.");
        return Failed;
    }

    /// <summary>Returns a number of things in words.</summary>
    public static string Count(int number, string thing) => number == 1 ? $"1 {thing}" : $"{number} {thing}s";

    private static string Executable
        => Path.GetFileNameWithoutExtension(Environment.ProcessPath) is { Length: > 0 } name and not "dotnet"
            ? name
            : "dotnet WxYarpGateway.Gateway.dll";
}
