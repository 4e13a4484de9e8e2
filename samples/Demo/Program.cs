using System.Runtime.InteropServices;
using WxYarpGateway.Demo;
using WxYarpGateway.Demo.Consoles;
using WxYarpGateway.Demo.Phones;
using WxYarpGateway.Demo.Platform;
using WxYarpGateway.Demo.Releases;

// Starts WeChat (the simulator), the gateway and a backend, and shows each hop of four pushes.
// dotnet run --project samples/Demo               shows them, then keeps running
// dotnet run --project samples/Demo -- --traces   the same, with their traces in a browser
// dotnet run --project samples/Demo -- --once     shows them and exits: 0 when every reply was right
// The gateway's console starts beside it, as a process of its own, and its address is printed; --no-console leaves it out.
// With --platform it shows a third-party platform instead: ticket, authorization page, event, rules and replies of an authorized account.
// With --release it brings a version to twenty mini programs by the gateway's own verb.
// With --mini-program a phone logs in to samples/MiniProgram, buys a book, and logs out.
if (Array.Find(args, word => !Known().Contains(word)) is { } unknown)
{
    Console.Error.WriteLine($"The demo does not know {unknown}; it takes {string.Join(", ", Known())}.");
    return 2;
}

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    await using var viewer = args.Contains("--traces") ? await TraceViewer.StartAsync(stop.Token) : null;
    if (viewer is null && args.Contains("--traces"))
    {
        return 1;
    }

    var printout = new Printout(Console.Out);
    if (args.Contains("--release"))
    {
        return await ReleaseShow.RunAsync(printout, args.Contains("--once"), stop.Token);
    }

    var internalUrl = FreePort.UrlOf(7081);
    await using var console = args.Contains("--no-console") ? null : new GatewayConsole(new Uri(internalUrl));
    var consoleScreen = new ConsoleScreen(printout, console);
    if (args.Contains("--mini-program"))
    {
        return await PhoneShow.RunAsync(printout, viewer, consoleScreen, internalUrl, args.Contains("--once"), stop.Token);
    }

    if (args.Contains("--platform"))
    {
        return await PlatformShow.RunAsync(printout, viewer, consoleScreen, internalUrl, args.Contains("--once"), stop.Token);
    }

    var screen = new Screen(printout);
    await using var stage = await Stage.StartAsync(screen, viewer, internalUrl, stop.Token);
    screen.Introduce(stage);
    consoleScreen.Begin();

    var failures = 0;
    foreach (var (act, number) in Act.All.Select((act, index) => (act, index + 1)))
    {
        screen.Announce(number, Act.All.Count, act.Title);
        failures += await stage.PlayAsync(act, stop.Token) ? 0 : 1;
    }

    screen.Conclude($"{Act.All.Count - failures} of {Act.All.Count} replies were right.");
    if (args.Contains("--once"))
    {
        return await consoleScreen.ShowThatItAnswersAsync(stop.Token) && failures == 0 ? 0 : 1;
    }

    await consoleScreen.InviteAsync(stop.Token);
    screen.SayWhatToTryNext(stage);
    await stage.ShowWhatHappensAsync(stop.Token);
    return 0;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    // Ctrl+C before the last push: there is nothing to explain.
    return 130;
}

static string[] Known() => ["--once", "--traces", "--no-console", "--platform", "--release", "--mini-program"];

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
