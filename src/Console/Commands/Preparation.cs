using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using WxYarpGateway.Console.Access.Store;
using WxYarpGateway.Console.Configuration;

namespace WxYarpGateway.Console.Commands;

/// <summary>Checks the configuration and readies the database, before anything listens.</summary>
internal static class Preparation
{
    /// <summary>Prepares; returns an exit code when the console cannot run, else null.</summary>
    public static async Task<int?> RunAsync(WebApplication app, TextWriter error, CancellationToken cancellationToken)
    {
        var configuration = app.Services.GetRequiredService<IConfiguration>();
        var wrong = LogSettings.Errors(configuration);
        try
        {
            _ = app.Services.GetRequiredService<IOptions<ConsoleOptions>>().Value;
        }
        catch (OptionsValidationException errors)
        {
            wrong = [.. wrong, .. errors.Failures];
        }
        catch (InvalidOperationException exception)
        {
            // A word where one of a few belongs; the text names the key.
            wrong = [.. wrong, exception.Message];
        }

        foreach (var sentence in UnknownKeys.In(configuration))
        {
            error.WriteLine(sentence);
        }

        if (wrong.Count > 0)
        {
            return StartupErrors.Print(wrong, error);
        }

        AccessDatabases databases;
        try
        {
            databases = app.Services.GetRequiredService<AccessDatabases>();
        }
        catch (ArgumentException)
        {
            // The text could repeat a part of it.
            error.WriteLine(
                "Console:Database:Connection is no connection string. Write it as Host=db;Database=wxgw;Username=…;Password=….");
            return StartupErrors.InvalidConfiguration;
        }

        try
        {
            await databases.MigrateAsync(cancellationToken);
            return null;
        }
        catch (Exception exception) when (
            exception is DbException or SocketException or IOException or UnauthorizedAccessException or TimeoutException)
        {
            error.WriteLine(
                $"The console does not start: its database, {databases.Place}, cannot be used ({exception.Message.TrimEnd('.')}). "
                + "Start the database, correct Console:Database, or let the console write to CONSOLE_DATA_DIR.");
            return StartupErrors.Failed;
        }
    }
}
