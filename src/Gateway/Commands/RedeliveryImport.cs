using System.CommandLine;
using Microsoft.Extensions.Options;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.Configuration;
using WxYarpGateway.Transforms.Journal;
using WxYarpGateway.Transforms.Redelivery;
using WxYarpGateway.Transforms.Redelivery.Queue;

namespace WxYarpGateway.Gateway.Commands;

/// <summary>Puts the messages from the journal of a lost gateway into the redelivery queue, where other gateways find them.</summary>
internal static class RedeliveryImport
{
    // The connection to Redis is opened by the first call, so early calls may fail.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private const int Attempts = 10;

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

            var errors = await app.Services.GetRequiredService<WeChatConfigProvider>().LoadAsync();
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
                var content = JournalContent.ReadFile(Path.GetFullPath(file, environment.WorkingFolder));
                return await ImportAsync(app, content, console, cancellationToken);
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

    private static async Task<int> ImportAsync(
        WebApplication app, JournalContent content, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        var queue = app.Services.GetRequiredService<IRedeliveryQueue>();
        var clock = app.Services.GetRequiredService<TimeProvider>();
        var (imported, known, full, unreadable) = (0, 0, 0, content.Damaged);
        foreach (var line in content.Lines)
        {
            if (JournaledMessage.Read(line, clock.GetUtcNow()) is not { } order)
            {
                unreadable++;
                continue;
            }

            switch (await KeepAsync(queue, order, clock, cancellationToken))
            {
                case KeepResult.Full:
                    full++;
                    break;
                case KeepResult.Kept:
                    imported++;
                    break;
                default:
                    known++;
                    break;
            }
        }

        console.Output.WriteLine(
            $"messages imported: {imported}; delivered already, or another gateway's: {known}; "
            + $"no room by Redelivery:MaxMessages: {full}; not readable: {unreadable}");
        return full == 0 ? 0 : StartupErrors.Failed;
    }

    private static async Task<KeepResult> KeepAsync(
        IRedeliveryQueue queue, KeepOrder order, TimeProvider clock, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await queue.KeepAsync(order, cancellationToken);
            }
            catch (StoreUnavailableException) when (attempt < Attempts)
            {
                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
    }
}
