namespace WxYarpGateway.Simulator;

/// <summary>Starts the executable; a class of its own namespace, so that a test project may reference this and the Gateway's Program.</summary>
internal static class Program
{
    // serve   plays WeChat: its API for a gateway to call, and /simulator/… for scripts to drive it
    // push    sends one message or event to a gateway and shows what WeChat makes of the answer
    // events  lists the events that push can fill with sample fields
    private static Task<int> Main(string[] args) =>
        new Commands.SimulatorCommands(Console.Out, Console.Error).RunAsync(args, CancellationToken.None);
}
