using WxYarpGateway.PlatformImport.Found;

namespace WxYarpGateway.PlatformImport.Writing;

/// <summary>Writes what was found: the entries into a private file, the configuration to the output or into another private file.</summary>
/// <param name="Service">The name that the platform gets as a service of the gateway.</param>
/// <param name="Entries">The file with the entries.</param>
/// <param name="Configuration">The file with the configuration; <see langword="null"/> for the output, without the secret.</param>
internal sealed record ImportOutput(string Service, string Entries, string? Configuration)
{
    /// <summary>Writes everything.</summary>
    public async Task WriteAsync(
        FoundPlatform platform,
        IAsyncEnumerable<FoundRecord> records,
        LeftOut leftOut,
        TextWriter output,
        TextWriter report,
        CancellationToken cancellationToken)
    {
        var noted = 0L;
        await PrivateFile.WriteAsync(
            Entries,
            async writer =>
            {
                var file = new EntryFile(writer, Service, platform);
                await file.WriteAsync(records, cancellationToken);
                noted = file.Records;
            },
            cancellationToken);

        // Only now everything is read, and counted.
        var text = new ConfigurationText(Service, platform, leftOut);
        if (Configuration is null)
        {
            await output.WriteAsync(text.Write(withSecret: false).AsMemory(), cancellationToken);
        }
        else
        {
            await PrivateFile.WriteAsync(
                Configuration, writer => writer.WriteAsync(text.Write(withSecret: true).AsMemory(), cancellationToken), cancellationToken);
            report.WriteLine($"configuration: {Configuration} (with AppSecret, for you alone)");
        }

        report.WriteLine(
            $"accounts: {platform.Authorizers.Count}; ticket: {(platform.Ticket is null ? "no" : "yes")}; rules: {platform.Rules.Count}; "
            + $"records: {noted}");
        foreach (var line in leftOut.Lines)
        {
            report.WriteLine($"left out: {line}");
        }

        report.WriteLine($"entries: {Entries} has refresh tokens in clear, for you alone. Take them, then delete it:");
        report.WriteLine($"  gateway database import-vault {Entries} && rm {Entries}");
        report.WriteLine($"Then start the gateway, and have it ask WeChat which tokens still count: POST /platform/{Service}/sync");
    }
}
