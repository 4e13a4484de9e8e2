using WxYarpGateway.Demo.Consoles;
using WxYarpGateway.MiniProgram;

namespace WxYarpGateway.Demo.Phones;

/// <summary>Plays the story of samples/MiniProgram: what a user's phone does, and what it gets.</summary>
internal static class PhoneShow
{
    /// <summary>Returns the exit code: 0 when every step went as expected.</summary>
    public static async Task<int> RunAsync(
        Printout printout,
        TraceViewer? viewer,
        ConsoleScreen console,
        string internalUrl,
        bool once,
        CancellationToken cancellationToken)
    {
        await using var stage = await PhoneStage.StartAsync(viewer, internalUrl, cancellationToken);
        Introduce(printout, stage);
        console.Begin();
        using var phone = stage.NewPhone();
        var story = new Story(phone);
        var failures = 0;
        await foreach (var (step, fault) in story.PlayAsync(cancellationToken))
        {
            failures += fault is null ? 0 : 1;
            printout.Write(Printout.Arrow("phone", "gateway", $"{step.Request,-26}{(fault is null ? '✔' : '✘')} {step.Name}"));
            printout.WriteBody(fault is null ? [] : fault.Split('\n'));
        }

        new Screen(printout).Conclude($"{story.Steps.Count - failures} of {story.Steps.Count} steps went as expected.");
        if (once)
        {
            return await console.ShowThatItAnswersAsync(cancellationToken) && failures == 0 ? 0 : 1;
        }

        await console.InviteAsync(cancellationToken);
        await KeepRunningAsync(printout, stage, cancellationToken);
        return failures == 0 ? 0 : 1;
    }

    private static void Introduce(Printout printout, PhoneStage stage) => printout.Write(
    [
        "",
        "  WxYarpGateway for mini programs (小程序): a phone logs in with a code of WeChat's and gets a token of the gateway's;",
        "  the shop behind the gateway gets headers that say who the user is.",
        "",
        $"    WeChat (simulated)  {stage.WeChatAddress}",
        $"    gateway             {stage.GatewayAddress}",
        $"    the shop            {stage.ShopAddress}",
        .. stage.TracesAddress is { } traces ? [$"    traces              {traces}"] : Array.Empty<string>(),
        "",
    ]);

    private static Task KeepRunningAsync(Printout printout, PhoneStage stage, CancellationToken cancellationToken)
    {
        printout.Write(
            "  It keeps running; Ctrl+C ends it. Try in another terminal:",
            "",
            "    the same story, of another user:",
            $"      dotnet run --project samples/MiniProgram -- phone --Gateway {stage.GatewayAddress} --WeChat {stage.WeChatAddress}",
            "    the shop without the gateway, which it refuses:",
            $"      curl -i {stage.ShopAddress}hello",
            "");
        return Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken)
            .ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.OnlyOnCanceled, TaskScheduler.Default);
    }
}
