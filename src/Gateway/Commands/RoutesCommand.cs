using System.CommandLine;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Gateway.Commands;

/// <summary>The verb <c>routes</c>: shows which routes and clusters the services become in YARP.</summary>
internal static class RoutesCommand
{
    /// <summary>Prints all routes and clusters; returns the process's exit code.</summary>
    public static async Task<int> RunAsync(WebApplication app, InvocationConfiguration console)
    {
        await using (app)
        {
            var result = await app.Services.GetRequiredService<WeChatConfiguration>().CheckAsync();
            if (result.Errors.Count > 0)
            {
                return StartupErrors.Print(result.Errors, console.Error);
            }

            console.Output.WriteLine(ProxyJson.Write(result.Routes, result.Clusters));
            return 0;
        }
    }
}
