using System.CommandLine;
using System.Text;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Import;

namespace WxYarpGateway.Gateway.Commands;

/// <summary>The verb <c>import</c>: converts the configuration of another WeChat gateway.</summary>
internal static class ImportCommand
{
    private const string GoWxGateway = "go-wx-gateway";
    private const string Example = $"import {GoWxGateway} wx-gateway-conf.json";

    // They are in databases, and the gateway carries no client of MySQL.
    private static readonly string[] OfPlatformImport = ["wxcomponent", "wxjava", "mpapi"];

    /// <summary>Returns the verb with one command for each source; without a source, the file is go-wx-gateway's.</summary>
    public static Command Create(GatewayEnvironment environment)
    {
        var import = new Command("import", "Converts the configuration of another gateway and prints ours, with comments on what differs.");
        var unnamed = SetSource(import, environment);

        var goWxGateway = new Command(GoWxGateway, "Converts a configuration of go-wx-gateway, like import without a source.");
        SetSource(goWxGateway, environment, unnamed);
        import.Add(goWxGateway);
        return import;
    }

    private static Argument<string[]> SetSource(
        Command command, GatewayEnvironment environment, params IEnumerable<Argument<string[]>> before)
    {
        var file = new Argument<string[]>("file")
        {
            Description = "The configuration file of go-wx-gateway.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        command.Add(file);
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) =>
        {
            // A file before the source's name counts too, so that none is silently left out.
            var files = before.Append(file).SelectMany(argument => parsed.GetValue(argument) ?? []);
            return RunAsync([.. files, .. parsed.UnmatchedTokens], environment, parsed.InvocationConfiguration, cancellationToken);
        });
        return file;
    }

    /// <summary>Prints our configuration, and nothing else, so that the output is a file; returns the exit code.</summary>
    private static async Task<int> RunAsync(
        IReadOnlyList<string> files, GatewayEnvironment environment, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        if (files is [var source, ..] && OfPlatformImport.Contains(source, StringComparer.OrdinalIgnoreCase))
        {
            console.Error.WriteLine(
                $"The gateway does not read {source}; a program beside it does: dotnet run --project tools/PlatformImport -- {source} --help");
            return StartupErrors.Failed;
        }

        if (files is not [{ Length: > 0 } name] || name.StartsWith("--", StringComparison.Ordinal))
        {
            console.Error.WriteLine($"The command import takes one file: {Example}");
            return StartupErrors.Failed;
        }

        var path = Path.GetFullPath(name, environment.WorkingFolder);
        var asciiOnly = !IsUnicode(console.Output.Encoding);
        var result = await ConfigurationImport.FromGoWxGatewayAsync(path, asciiOnly, cancellationToken);
        if (!result.IsImported)
        {
            console.Error.WriteLine(result.Problem);
            return StartupErrors.InvalidConfiguration;
        }

        await console.Output.WriteAsync(result.Configuration.AsMemory(), cancellationToken);
        return 0;
    }

    private static bool IsUnicode(Encoding encoding)
        => encoding is UTF8Encoding or UnicodeEncoding or UTF32Encoding || encoding.CodePage == Encoding.UTF8.CodePage;
}
