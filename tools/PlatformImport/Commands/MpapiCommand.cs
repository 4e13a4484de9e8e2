using System.CommandLine;
using MySqlConnector;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Encryption;
using WxYarpGateway.PlatformImport.Found;
using WxYarpGateway.PlatformImport.Mpapi;
using WxYarpGateway.PlatformImport.Writing;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.PlatformImport.Commands;

/// <summary>The command <c>mpapi</c>.</summary>
internal sealed class MpapiCommand(SecretPrompt secrets)
{
    private readonly Option<string> _mysql = new("--mysql")
    {
        Description = "mpapi's database, such as \"Server=10.0.0.5;User ID=mpapi;Database=mpapi\". "
            + $"A password that is not in it is {SecretPrompt.Variable}, or asked for.",
        Required = true,
    };

    private readonly Option<DirectoryInfo> _gateway = new("--gateway")
    {
        Description = "The folder that the gateway is started in, with its appsettings.json; GATEWAY_CONFIG and the like count too.",
        DefaultValueFactory = _ => new DirectoryInfo("."),
    };

    private readonly Option<DirectoryInfo?> _data = new("--gateway-data")
    {
        Description = "The gateway's data folder, where it is neither data in its folder nor that of GATEWAY_DATA_DIR.",
    };

    private readonly Option<string> _appId = new("--appid")
    {
        Description = "The only mini program to take; all without it.",
        DefaultValueFactory = _ => "",
    };

    private readonly Option<string?> _zone = new("--time-zone")
    {
        Description = "The time zone of mpapi's times, such as Asia/Shanghai; that of MySQL's clock without it.",
    };

    private readonly Option<bool> _write = new("--write") { Description = "Writes; without it, the command tells what it would do." };

    private readonly Option<FileInfo?> _problems = new("--problems") { Description = "A file for all rows that are not taken, with why." };

    private readonly Option<FileInfo?> _configuration = new("--configuration")
    {
        Description = "A file for the configuration with secrets, which only you may read. Without it, it is printed without them.",
    };

    /// <summary>Returns the command.</summary>
    public Command Create()
    {
        var command = new Command("mpapi", "Brings users and waiting messages of mpapi (mapleque/mpapi) into the gateway's database.")
        {
            _mysql, _gateway, _data, _appId, _zone, _write, _problems, _configuration,
        };
        _appId.Validators.Add(result =>
        {
            if (result.GetValue(_appId) is { Length: > 0 } appId && !AppId.TryParse(appId, out _))
            {
                result.AddError("--appid takes an AppId, such as wx1234567890abcdef.");
            }
        });
        _zone.Validators.Add(result =>
        {
            if (result.GetValue(_zone) is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            {
                result.AddError("--time-zone takes a name that this machine knows, such as Asia/Shanghai.");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var error = parsed.InvocationConfiguration.Error;
        if (MySqlSource.Read(parsed.GetValue(_mysql)!, "mpapi", secrets) is not { } connection)
        {
            // The text may have a password in it.
            await error.WriteLineAsync("--mysql is no connection string. Write it as \"Server=…;User ID=…;Database=mpapi\".");
            return ImportCommands.Failed;
        }

        var sentence = "";
        try
        {
            await using var gateway = await GatewayFolder.OpenAsync(
                parsed.GetValue(_gateway)!.FullName, parsed.GetValue(_data)?.FullName, cancellationToken);
            var leftOut = new LeftOut();
            await using var tables = await SourceTables.OpenAsync(connection, leftOut, cancellationToken);
            sentence = await RunAsync(parsed, gateway, tables, leftOut, cancellationToken);
        }
        catch (MySqlException exception)
        {
            sentence = $"MySQL did not answer as it should: {exception.Message}";
        }
        catch (Exception exception) when (exception is GatewayFolderException or DatabaseUnavailableException or FieldUnreadableException)
        {
            sentence = exception.Message;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            sentence = $"A file cannot be read or written: {exception.Message}";
        }

        await error.WriteAsync(sentence.Length > 0 ? $"{sentence}\n" : "");
        return sentence.Length > 0 ? ImportCommands.Failed : 0;
    }

    private async Task<string> RunAsync(
        ParseResult parsed, GatewayFolder gateway, SourceTables source, LeftOut leftOut, CancellationToken cancellationToken)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var (onlyApp, isWritten) = (parsed.GetValue(_appId)!, parsed.GetValue(_write));
        var tables = new MpapiTables(source);
        var times = parsed.GetValue(_zone) is { } zone ? new RowTimes(TimeZoneInfo.FindSystemTimeZoneById(zone))
            : RowTimes.Of(source.ClockOffset);
        var refused = (string?)null;
        ImportCounts? counts = null;
        if (parsed.GetValue(_problems) is { } file)
        {
            await PrivateFile.WriteAsync(file.FullName, ImportAsync, cancellationToken);
        }
        else
        {
            await ImportAsync(null);
        }

        if (refused is not null)
        {
            return refused;
        }

        await WriteConfigurationAsync(parsed, await tables.AppsAsync(cancellationToken) ?? [], onlyApp, output, cancellationToken);
        error.WriteLine(isWritten ? "Written:" : "Nothing was written; --write does it. It would be:");
        IEnumerable<string> lines = [
            .. counts!.Lines(), $"times read as {times.Zone}", .. leftOut.Lines.Select(line => $"left out: {line}")];
        foreach (var line in lines)
        {
            error.WriteLine(line);
        }

        return "";

        async Task ImportAsync(StreamWriter? all)
        {
            var import = new MpapiImport(
                tables, times, gateway.Users, new RowProblems(error, all, leftOut), TimeProvider.System.GetUtcNow(), onlyApp);
            counts = import.Counts;
            refused = await import.RunAsync(isWritten, cancellationToken);
        }
    }

    private async Task WriteConfigurationAsync(
        ParseResult parsed, IReadOnlyList<SourceRow> apps, string onlyApp, TextWriter output, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_configuration) is not { } file)
        {
            await output.WriteAsync(AppRows.Write(apps, onlyApp, withSecrets: false).AsMemory(), cancellationToken);
            return;
        }

        await PrivateFile.WriteAsync(
            file.FullName,
            writer => writer.WriteAsync(AppRows.Write(apps, onlyApp, withSecrets: true).AsMemory(), cancellationToken),
            cancellationToken);
        parsed.InvocationConfiguration.Error.WriteLine($"configuration: {file.FullName} (with secrets, for you alone)");
    }
}
