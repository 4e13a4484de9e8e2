using WxYarpGateway.Chaos;
using WxYarpGateway.Chaos.Printing;

if (ChaosOptions.Read(args) is not { } options)
{
    await Console.Error.WriteLineAsync(ChaosOptions.Usage);
    return 2;
}

return await new ChaosRun(options, new Screen(Console.Out, isTerminal: !Console.IsOutputRedirected)).RunAsync() ? 0 : 1;
