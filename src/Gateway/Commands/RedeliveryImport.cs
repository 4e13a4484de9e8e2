using System.CommandLine;
using Microsoft.Extensions.Options;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.Configuration;
using WxYarpGateway.Transforms.Redelivery;

namespace WxYarpGateway.Gateway.Commands;

/// <summary>Puts the messages from the journal of a lost gateway into the redelivery queue, where other gateways find them.</summary>
internal static class RedeliveryImport
{
    /// <summary>Imports a file; returns the process's exit code. A second import of the same file changes nothing.</summary>
    public static async Task<int> RunAsync(
        WebApplication app,
        string? file,
        GatewayEnvironment environment,
        InvocationConfiguration console,
        CancellationToken cancellationToken)
    {
        await using (app)
        {
            if (file is null)
            {
                console.Error.WriteLine("Name the journal to import, such as: redelivery import redelivery-0.journal");
                return StartupErrors.Failed;
            }

            var errors = await app.Services.GetRequiredService<WeChatConfiguration>().LoadAsync();
            if (errors.Count > 0)
            {
                return StartupErrors.Print(errors, console.Error);
            }

            if (app.Services.GetRequiredService<IOptions<StoreOptions>>().Value.Kind != StoreKind.Redis)
            {
                console.Error.WriteLine(
                    "Gateway:Store:Kind is Memory, and there is no queue to import into. "
                    + "Use the configuration of the gateways that share Redis.");
                return StartupErrors.Failed;
            }

            try
            {
                var undelivered = app.Services.GetRequiredService<UndeliveredMessages>();
                var path = Path.GetFullPath(file, environment.WorkingFolder);
                return Report(await undelivered.ImportJournalAsync(path, cancellationToken), console);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                console.Error.WriteLine($"{file} cannot be read: {exception.Message.TrimEnd('.')}.");
                return StartupErrors.Failed;
            }
            catch (StoreUnavailableException exception)
            {
                console.Error.WriteLine($"Redis cannot be reached: {exception.Message.TrimEnd('.')}. Import the file again when it can.");
                return StartupErrors.Failed;
            }
        }
    }

    private static int Report(JournalImport import, InvocationConfiguration console)
    {
        console.Output.WriteLine(
            $"messages imported: {import.Imported}; delivered already, or another gateway's: {import.Known}; "
            + $"no room by Redelivery:MaxMessages: {import.Full}; not readable: {import.Unreadable}");
        return import.Full == 0 ? 0 : StartupErrors.Failed;
    }
}
