using WxYarpGateway.Simulator.Commands;

// serve   plays WeChat: its API for a gateway to call, and /simulator/… for scripts to drive it
// push    sends one message or event to a gateway and shows what WeChat makes of the answer
return await new SimulatorCommands(Console.Out, Console.Error).RunAsync(args, CancellationToken.None);
