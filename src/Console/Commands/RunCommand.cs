using System.CommandLine;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using WxYarpGateway.Console.Access.Accounts;
using WxYarpGateway.Console.Access.Links;
using WxYarpGateway.Console.Configuration;

namespace WxYarpGateway.Console.Commands;

/// <summary>Runs the console until it is told to stop.</summary>
internal static class RunCommand
{
    /// <summary>Runs the console; returns the process's exit code.</summary>
    public static async Task<int> RunAsync(WebApplication app, InvocationConfiguration streams, CancellationToken cancellationToken)
    {
        await using (app)
        {
            if (await Preparation.RunAsync(app, streams.Error, cancellationToken) is { } failed)
            {
                return failed;
            }

            var options = app.Services.GetRequiredService<IOptions<ConsoleOptions>>().Value;
            Program.Map(app);
            foreach (var url in options.EachUrl())
            {
                app.Urls.Add(url);
            }

            try
            {
                await app.StartAsync(cancellationToken);
            }
            catch (Exception exception) when (exception is SocketException or IOException { InnerException: AddressInUseException })
            {
                // Services that did start must stop in order.
                await app.StopAsync(cancellationToken);
                streams.Error.WriteLine(
                    $"The console does not start: it cannot listen on {options.Urls} "
                    + $"({(exception.InnerException?.Message ?? exception.Message).TrimEnd('.')}). "
                    + "Change Console:Urls, or stop what listens there.");
                return StartupErrors.Failed;
            }

            streams.Output.WriteLine($"The console listens on {string.Join(", ", app.Urls)}.");
            if (!await app.Services.GetRequiredService<AccountCare>().HasAdminAsync(cancellationToken))
            {
                // Not into the log, which others may read.
                var link = await app.Services.GetRequiredService<OneTimeLinks>().NewAsync(LinkPurpose.First, null, cancellationToken);
                streams.Output.WriteLine($"There is no admin yet. Within {OneTimeLinks.Life.TotalMinutes:0} minutes, make one at");
                streams.Output.WriteLine(link.AbsoluteUri);
            }

            await app.WaitForShutdownAsync(cancellationToken);
            return 0;
        }
    }
}
