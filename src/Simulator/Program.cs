using WxYarpGateway.Simulator.Commands;

namespace WxYarpGateway.Simulator;

/// <summary>Starts the executable. It has a namespace, so that a test project can reference this and the Gateway's Program.</summary>
internal static class Program
{
    // serve   serves the WeChat API to a gateway, and /simulator/… to scripts
    // push    pushes one message or event to a gateway and shows the opened reply
    // events  lists the events that push has sample fields for
    // release-check  tests a third-party platform as WeChat does before its release
    private static Task<int> Main(string[] args) =>
        new SimulatorCommands(Console.Out, Console.Error).RunAsync(args, CancellationToken.None);
}
