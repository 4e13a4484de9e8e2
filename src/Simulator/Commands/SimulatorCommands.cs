using System.CommandLine;

namespace WxYarpGateway.Simulator.Commands;

/// <summary>Runs the verbs of the executable.</summary>
internal sealed class SimulatorCommands(TextWriter output, TextWriter error)
{
    public async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var root = new RootCommand("WeChat in a box: develop and test a gateway without WeChat.") { new ServeCommand(), new PushCommand(), new EventsCommand() };
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var fault in parsed.Errors)
            {
                await error.WriteLineAsync(fault.Message);
            }

            await error.WriteLineAsync("Try --help.");
            return ExitCode.WrongArguments;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, cancellationToken);
    }
}
