using System.CommandLine;
using WxYarpGateway.Simulator.Pushes;

namespace WxYarpGateway.Simulator.Commands;

/// <summary>Is the verb <c>events</c>: the names that <c>push --sample</c> knows.</summary>
internal sealed class EventsCommand : Command
{
    public EventsCommand()
        : base("events", "Lists the events that 'push --sample' has fields for.")
    {
        SetAction(async (arguments, _) =>
        {
            await arguments.InvocationConfiguration.Output.WriteLineAsync(string.Join(Environment.NewLine, EventCatalogue.Names));
            return ExitCode.Success;
        });
    }
}
