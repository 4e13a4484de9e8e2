using System.CommandLine;
using System.Text.RegularExpressions;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Encryption;
using WxYarpGateway.Database.Upkeep;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Gateway.Commands;

/// <summary>Runs one of the verbs below <c>database</c>, and turns what goes wrong into a sentence.</summary>
internal static class DatabaseCommand
{
    /// <summary>
    /// A setting for all verbs: the log would say, beside the verb's own sentence, how a gateway goes on that is not there.
    /// </summary>
    public const string Quiet = "--Logging:LogLevel:WxYarpGateway.Database.Access.DatabaseAccess=None";

    /// <summary>Runs the verb; returns the process's exit code.</summary>
    public static async Task<int> RunAsync(WebApplication app, InvocationConfiguration console, Func<DatabaseCare, Task<int>> run)
    {
        await using (app)
        {
            var errors = await app.Services.GetRequiredService<WeChatConfiguration>().LoadAsync();
            if (errors.Count > 0)
            {
                return StartupErrors.Print(errors, console.Error);
            }

            try
            {
                return await run(app.Services.GetRequiredService<DatabaseCare>());
            }
            catch (Exception exception) when (exception is DatabaseUnavailableException or FieldUnreadableException)
            {
                console.Error.WriteLine(exception.Message);
                return StartupErrors.Failed;
            }
            catch (RegexMatchTimeoutException)
            {
                // Entity Framework gives the match of a migration's name one second, which passes while a thread gets no processor.
                console.Error.WriteLine("This machine is too busy: Entity Framework gave up. Run the command again; it goes on where it stopped.");
                return StartupErrors.Failed;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                console.Error.WriteLine($"A file cannot be read or written: {exception.Message.TrimEnd('.')}.");
                return StartupErrors.Failed;
            }
        }
    }
}
