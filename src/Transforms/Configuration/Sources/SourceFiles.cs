using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;
using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Transforms.Configuration.Sources;

/// <summary>Checks that each JSON file was read. The framework treats an unreadable or deleted file like an empty one.</summary>
internal static class SourceFiles
{
    private const string NoTokens = "does not contain any JSON tokens";

    /// <summary>Reports missing and invalid files; returns the other files that have keys of ours.</summary>
    public static IReadOnlyList<SettingsFile> Check(
        ConfigurationSources sources, CompiledConfiguration? inForce, ConfigurationReport report)
    {
        var files = new List<SettingsFile>();
        foreach (var provider in sources.Providers().OfType<JsonConfigurationProvider>())
        {
            var name = Provenance.FileName(provider);
            var file = provider.Source.FileProvider?.GetFileInfo(provider.Source.Path ?? "");
            var place = (provider as JsonFileProvider)?.FullPath ?? file?.PhysicalPath ?? name;
            if (file is not { Exists: true, IsDirectory: false })
            {
                if (!provider.Source.Optional || inForce?.Files.Any(read => read.Path == place) == true)
                {
                    Report(place, name, report);
                }

                continue;
            }

            var read = provider is JsonFileProvider once ? Read(once, name, report) : Parse(file, name, report);
            if (read?.Keys.Any(sources.IsOurs) == true)
            {
                files.Add(new SettingsFile(place, (provider as JsonFileProvider)?.ReadAt));
                if (ProviderReading.IsEmpty(provider))
                {
                    report.SourceError(name, "the file was being written while it was read",
                        "It is read again as soon as it changes; if it stays like this, save it again");
                }
            }
        }

        return files;
    }

    /// <summary>Returns what the provider has read; returns <see langword="null"/> and reports the error when it could not.</summary>
    private static IDictionary<string, string?>? Read(JsonFileProvider provider, string name, ConfigurationReport report)
    {
        if (provider.Failure is not { } failure)
        {
            return ProviderReading.HoldingsOf(provider);
        }

        Report(failure, name, report);
        return null;
    }

    /// <summary>Parses a file as the framework does; returns <see langword="null"/> and reports the error when that fails.</summary>
    private static Dictionary<string, string?>? Parse(IFileInfo file, string name, ConfigurationReport report)
    {
        try
        {
            using var content = file.CreateReadStream();
            return ProviderReading.Read(new ConfigurationBuilder().AddJsonStream(content).Build().Providers);
        }
        catch (Exception exception) when (
            exception is JsonException or InvalidOperationException or FormatException or IOException or UnauthorizedAccessException)
        {
            Report(exception, name, report);
            return null;
        }
    }

    private static void Report(string place, string name, ConfigurationReport report)
    {
        if (Directory.Exists(place))
        {
            report.SourceError(name, $"{place} is a folder, and must be a file", "Name a file in it");
        }
        else
        {
            report.SourceError(name, $"the file {place} is missing", "Put it back, or start the host without it");
        }
    }

    private static void Report(Exception failure, string name, ConfigurationReport report)
    {
        switch (failure is FormatException { InnerException: JsonException inner } ? inner : failure)
        {
            case InvalidDataException:
                report.SourceError(name, failure.Message, "Save the file in the encoding UTF-8");
                break;
            case JsonException { Message: var message } when message.Contains(NoTokens, StringComparison.Ordinal):
                report.SourceError(name, "the file is empty", "Write settings into it, or { } for none");
                break;
            case JsonException exception:
                // Keep the problem only; the rest of the message repeats the position.
                var problem = exception.Message.Split([" Path:", " LineNumber:"], StringSplitOptions.None)[0].TrimEnd('.');

                // The message quotes the word at that place, which may be a secret without quotation marks.
                problem = problem.Contains("literal", StringComparison.Ordinal) ? "text without quotation marks must be true, false or null"
                    : problem;
                report.SourceError(
                    name,
                    $"line {exception.LineNumber + 1}, character {exception.BytePositionInLine + 1} is not valid JSON: {problem}",
                    "Correct the file there or shortly before");
                break;
            case InvalidOperationException:
                report.SourceError(
                    name, "the file has a text with half of a surrogate pair (\\ud800 to \\udfff)",
                        "Write both halves, or the character itself");
                break;
            case FormatException exception:
                report.SourceError(name, $"the file is not a configuration: {exception.Message.TrimEnd('.')}", "Correct the file");
                break;
            default:
                report.SourceError(name, $"the file cannot be read: {failure.Message.TrimEnd('.')}", "Let the gateway's user read it");
                break;
        }
    }
}
