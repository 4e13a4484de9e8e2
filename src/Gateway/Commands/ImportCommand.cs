using System.CommandLine;
using System.Text;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Import;

namespace WxYarpGateway.Gateway.Commands;

/// <summary>Turns the configuration of go-wx-gateway into ours.</summary>
internal static class ImportCommand
{
    /// <summary>Prints our configuration, and nothing else, so that the output is a file; returns the process's exit code.</summary>
    /// <param name="files">The file to read: exactly one.</param>
    /// <param name="environment">What the process is told from outside.</param>
    /// <param name="console">Where to print.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> files, GatewayEnvironment environment, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        if (files is not [{ Length: > 0 } name] || name.StartsWith("--", StringComparison.Ordinal))
        {
            console.Error.WriteLine("The command import takes one file: import wx-gateway-conf.json");
            return StartupErrors.Failed;
        }

        var (file, problem) = await SourceFile.ReadAsync(Path.GetFullPath(name, environment.WorkingFolder), cancellationToken);
        var json = "";
        if (file is not null)
        {
            (json, problem) = ConfigurationImport.Make(file, asciiOnly: !IsUnicode(console.Output.Encoding));
        }

        if (problem is not null)
        {
            console.Error.WriteLine(problem);
            return StartupErrors.InvalidConfiguration;
        }

        await console.Output.WriteAsync(json.AsMemory(), cancellationToken);
        return 0;
    }

    private static bool IsUnicode(Encoding encoding) => encoding is UTF8Encoding or UnicodeEncoding or UTF32Encoding || encoding.CodePage == Encoding.UTF8.CodePage;
}
