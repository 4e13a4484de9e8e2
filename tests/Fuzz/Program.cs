using WxYarpGateway.Fuzz.Runs;

namespace WxYarpGateway.Fuzz;

/// <summary>Two ways in: <c>long</c> runs rooms for minutes, all else is the test runner's.</summary>
public sealed class Program
{
    private Program()
    {
    }

    public static Task<int> Main(string[] args)
        => args is ["long", .. var arguments] ? LongRun.RunAsync(arguments, Console.Out)
            : Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
}
