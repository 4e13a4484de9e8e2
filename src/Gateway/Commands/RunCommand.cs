using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Gateway.Commands;

/// <summary>Runs the gateway until it is told to stop.</summary>
internal static class RunCommand
{
    /// <summary>Runs the gateway; returns the process's exit code.</summary>
    /// <param name="app">The gateway.</param>
    /// <param name="rehearsal">The warm-up; it does not fail.</param>
    /// <param name="error">Gets what keeps it from starting.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<int> RunAsync(WebApplication app, Task rehearsal, TextWriter error, CancellationToken cancellationToken)
    {
        await using (app)
        {
            // The first push has its deadline too, so the warm-up ends before the gateway listens. It also ends before the first line of
            // the
            // log: that line starts the telemetry SDK, which would record the warm-up.
            await rehearsal;
            var errors = await app.Services.GetRequiredService<WeChatConfigProvider>().LoadAsync();
            if (errors.Count > 0)
            {
                return StartupErrors.Print(errors, error);
            }

            Program.Map(app);
            app.ChooseAddresses();
            var listener = app.Services.GetRequiredService<Listener>();
            if (listener.FreeSockets() is { } problem)
            {
                return StartupErrors.PrintCannotListen([.. listener.Urls!, .. listener.InternalUrls!], problem, error);
            }

            try
            {
                await app.StartAsync(cancellationToken);
            }
            catch (Exception exception) when (exception is SocketException or IOException { InnerException: AddressInUseException })
            {
                // Stops what has started.
                await app.StopAsync(cancellationToken);
                return StartupErrors.PrintCannotListen(
                    [.. listener.Urls!, .. listener.InternalUrls!],
                    exception.InnerException?.Message.TrimEnd('.') ?? exception.Message.TrimEnd('.'),
                    error);
            }

            await app.WaitForShutdownAsync(cancellationToken);
            return 0;
        }
    }
}
