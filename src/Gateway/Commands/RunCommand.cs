using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Gateway.Commands;

/// <summary>Runs the gateway until it is told to stop.</summary>
internal static class RunCommand
{
    /// <summary>Runs the gateway; returns the process's exit code.</summary>
    /// <param name="app">The gateway.</param>
    /// <param name="rehearsal">Ends when made-up pushes have been answered; does not fail.</param>
    /// <param name="error">Receives the reason when the gateway cannot start.</param>
    /// <param name="cancellationToken">Stops the gateway.</param>
    public static async Task<int> RunAsync(WebApplication app, Task rehearsal, TextWriter error, CancellationToken cancellationToken)
    {
        await using (app)
        {
            // The first push has the same deadline as all others, so the gateway warms up before it listens. The host starts later:
            // it creates the listeners of spans and meters, which must not report the rehearsal.
            await rehearsal;
            var errors = await app.Services.GetRequiredService<WeChatConfiguration>().LoadAsync();
            if (errors.Count > 0)
            {
                return StartupErrors.Print(errors, error);
            }

            // An unusable database is told before anything listens; one that is away is not waited for.
            if (await app.Services.GetRequiredService<DatabaseWatch>().StartAsNeededAsync(cancellationToken) is
                { Status: DatabaseStatus.Refused, Problem: var refusal })
            {
                error.WriteLine($"The gateway does not start: {refusal}");
                return StartupErrors.InvalidConfiguration;
            }

            Program.Map(app);
            app.ChooseAddresses();
            var listener = app.Services.GetRequiredService<Listener>();
            if (listener.FreeSockets() is { } problem)
            {
                return StartupErrors.PrintCannotListen(listener.EachUrl(), problem, error);
            }

            try
            {
                await app.StartAsync(cancellationToken);
            }
            catch (Exception exception) when (exception is SocketException or IOException { InnerException: AddressInUseException })
            {
                // Services that did start must stop in order.
                await app.StopAsync(cancellationToken);
                var reason = (exception.InnerException?.Message ?? exception.Message).TrimEnd('.');
                return StartupErrors.PrintCannotListen(Named(listener.EachUrl(), exception.Message), reason, error);
            }

            await app.WaitForShutdownAsync(cancellationToken);
            return 0;
        }
    }

    // Kestrel names the address that is in use, though not every other that it cannot have.
    private static IReadOnlyList<string> Named(IReadOnlyList<string> urls, string message)
        => urls.FirstOrDefault(url => message.Contains($" {url}:", StringComparison.OrdinalIgnoreCase)) is { } url ? [url] : urls;
}
