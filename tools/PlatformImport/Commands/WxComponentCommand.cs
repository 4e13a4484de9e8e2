using System.CommandLine;
using MySqlConnector;
using WxYarpGateway.PlatformImport.Found;
using WxYarpGateway.PlatformImport.WxComponent;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.PlatformImport.Commands;

/// <summary>The command <c>wxcomponent</c>.</summary>
internal sealed class WxComponentCommand(SecretPrompt secrets, CommonOptions common)
{
    private readonly Option<string> _mysql = new("--mysql")
    {
        Description = "wxcomponent's database, such as \"Server=10.0.0.5;User ID=wxcomponent;Database=wxcomponent\". "
            + $"A password that is not in it is {SecretPrompt.Variable}, or asked for.",
        Required = true,
    };

    private readonly Option<bool> _records = new("--records") { Description = "Also takes the pushes that wxcomponent noted." };

    /// <summary>Returns the command.</summary>
    public Command Create()
    {
        var command = new Command("wxcomponent", "Reads wxcomponent (微管家, WeixinCloud/wxcloudrun-wxcomponent) from its MySQL.")
        {
            _mysql, _records,
        };
        common.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        if (MySqlSource.Read(parsed.GetValue(_mysql)!, "wxcomponent", secrets) is not { } connection)
        {
            // The text may have a password in it.
            await error.WriteLineAsync("--mysql is no connection string. Write it as \"Server=…;User ID=…;Database=wxcomponent\".");
            return ImportCommands.Failed;
        }

        var leftOut = new LeftOut();
        try
        {
            await using var tables = await SourceTables.OpenAsync(connection, leftOut, cancellationToken);
            var source = new WxComponentSource(tables, leftOut, TimeProvider.System.GetUtcNow());
            var appId = common.AppIdOf(parsed) is { Length: > 0 } given ? given : await source.FindAppIdAsync(cancellationToken);
            if (!AppId.TryParse(appId, out _))
            {
                await error.WriteLineAsync("wxcomponent has no token of its own to tell the platform's AppId by. Give it with --appid.");
                return ImportCommands.Failed;
            }

            var platform = await source.ReadAsync(appId, kept => Open(kept, connection.Password), cancellationToken);
            var records = parsed.GetValue(_records) ? new RecordRows(tables, leftOut).ReadAsync(cancellationToken)
                : AsyncEnumerable.Empty<FoundRecord>();
            await common.OutputOf(parsed).WriteAsync(platform, records, leftOut, output, error, cancellationToken);
            return 0;
        }
        catch (MySqlException exception)
        {
            await error.WriteLineAsync($"MySQL did not answer as it should: {exception.Message}");
            return ImportCommands.Failed;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"The result could not be written: {exception.Message}");
            return ImportCommands.Failed;
        }
    }

    /// <summary>
    /// Decrypts the component's secret, with what the password may be: wxcomponent's variable, the connection's, one typed.
    /// </summary>
    private string? Open(string kept, string password)
        => new[] { secrets.Find(), password }.OfType<string>().Select(known => SecretText.Open(kept, known)).FirstOrDefault(
            secret => secret is not null)
            ?? (secrets.Ask("The MYSQL_PASSWORD that wxcomponent ran with, to decrypt the component's secret") is { } typed
                ? SecretText.Open(kept, typed) : null);
}
