using System.CommandLine;

namespace WxYarpGateway.Simulator.Commands;

/// <summary>Runs the verbs of the executable.</summary>
internal sealed class SimulatorCommands(TextWriter output, TextWriter error)
{
    private const string WhatThereIs = """
        Name a verb:
          serve           serves the WeChat API until Ctrl+C
          push            pushes one message or event to a gateway and shows the opened reply
          events          lists the events that push has sample fields for
          release-check   tests a third-party platform as WeChat does before its release

        To begin:  dotnet run --project src/Simulator -- serve
        Options:   dotnet run --project src/Simulator -- push --help
        """;

    public async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var root = new RootCommand("WeChat in a box: develop and test a gateway without WeChat.")
        {
            new ServeCommand(),
            new PushCommand(),
            new EventsCommand(),
            new ReleaseCheckCommand(),
        };
        if (arguments.Length == 0)
        {
            await error.WriteLineAsync(WhatThereIs);
            return ExitCode.WrongArguments;
        }

        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var parseError in parsed.Errors)
            {
                await error.WriteLineAsync(parseError.Message);
            }

            await error.WriteLineAsync("Try --help.");
            return ExitCode.WrongArguments;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, cancellationToken);
    }
}
