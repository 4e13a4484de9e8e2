using System.CommandLine;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Simulator.Commands;

/// <summary>The verb <c>events</c>: lists the names that <c>push --sample</c> takes.</summary>
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
