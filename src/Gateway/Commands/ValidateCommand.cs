using System.CommandLine;
using WxYarpGateway.Transforms.Configuration;
using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Gateway.Commands;

/// <summary>Checks the configuration as a start would, without starting.</summary>
internal static class ValidateCommand
{
    /// <summary>Prints all errors and warnings; returns the process's exit code.</summary>
    public static async Task<int> RunAsync(WebApplication app, InvocationConfiguration console)
    {
        await using (app)
        {
            var result = await app.Services.GetRequiredService<WeChatConfiguration>().CheckAsync();
            Print("error", result.Errors, console.Error);
            Print("warning", result.Warnings, console.Error);
            if (result.Errors.Count > 0)
            {
                var errors = StartupErrors.Count(result.Errors.Count, "error");
                var warnings = StartupErrors.Count(result.Warnings.Count, "warning");
                console.Error.WriteLine($"configuration is not valid: {errors}, {warnings}");
                return StartupErrors.InvalidConfiguration;
            }

            var services = StartupErrors.Count(result.Services.Count, "service");
            var routes = StartupErrors.Count(result.Routes.Count, "route");
            console.Output.WriteLine($"configuration is valid: {services}, {routes}");
            return 0;
        }
    }

    private static void Print(string kind, IReadOnlyList<ConfigurationError> errors, TextWriter writer)
    {
        foreach (var error in errors)
        {
            writer.WriteLine($"{kind}: {error}");
        }
    }
}
