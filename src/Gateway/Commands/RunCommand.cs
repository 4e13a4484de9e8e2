using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Server;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Gateway.Commands;

/// <summary>Runs the gateway until it is told to stop.</summary>
internal static class RunCommand
{
    /// <summary>Runs the gateway; returns the process's exit code.</summary>
    /// <param name="app">The gateway.</param>
    /// <param name="rehearsal">Ends when the way of a push has been walked once; does not fail.</param>
    /// <param name="error">Gets what keeps it from starting.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<int> RunAsync(WebApplication app, Task rehearsal, TextWriter error, CancellationToken cancellationToken)
    {
        await using (app)
        {
            // The first push is held to its deadline as all others are: what it needs is there before it can come. The host's start comes
            // later: it makes what listens to spans and meters, which would hear of the rehearsal.
            await rehearsal;
            var faults = await app.Services.GetRequiredService<WeChatConfigProvider>().LoadAsync();
            if (faults.Count > 0)
            {
                return StartupErrors.Print(faults, error);
            }

            Program.Map(app);
            var listener = app.Services.GetRequiredService<Listener>();
            listener.Choose();
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
                // What did start is to stop in order.
                await app.StopAsync(cancellationToken);
                return StartupErrors.PrintCannotListen([.. listener.Urls!, .. listener.InternalUrls!], exception.InnerException?.Message.TrimEnd('.') ?? exception.Message.TrimEnd('.'), error);
            }

            await app.WaitForShutdownAsync(cancellationToken);
            return 0;
        }
    }
}
