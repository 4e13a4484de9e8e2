using WxYarpGateway.Simulator.Platforms.Events;
using WxYarpGateway.Simulator.Pushes;

namespace WxYarpGateway.Demo.Platform;

/// <summary>Lays the scenes of a platform out for a reader who sees them for the first time.</summary>
internal sealed class PlatformScreen(Printout printout, TraceViewer? viewer)
{
    private readonly Screen _screen = new(printout);

    public void Introduce(PlatformStage stage) => printout.Write(
        "",
        "  WxYarpGateway for third-party platforms (第三方平台): a shop gives its account into a platform's care, and the",
        "  gateway keeps ticket, tokens and codes. Backends get plain JSON.",
        "",
        $"    WeChat (simulated)  {stage.WeChat.Address}",
        $"    gateway             {stage.GatewayAddress}   for operators {stage.InternalAddress}",
        $"    your backends       {stage.Crm.Address} 'crm', {stage.Bot.Address} 'bot'");

    public void Announce(int number, int of, string title) => _screen.Announce(number, of, title);

    public void ShowEvent(PushedEvent pushed)
    {
        var delivery = pushed.Result.Last;
        _screen.ShowPush(PushedDelivery.Of(pushed.Result));
        printout.Write("", Printout.Arrow("gateway", "WeChat", $"{delivery.Status} in {delivery.Elapsed.TotalMilliseconds:0} ms"));
        printout.WriteBody(delivery.Body);
    }

    public void ShowPush(PushResult result) => _screen.ShowPush(PushedDelivery.Of(result));

    public void ShowReply(PushResult result) => _screen.ShowReply(result);

    public void ShowHop(BackendHop hop) => _screen.ShowHop(hop, viewer?.AddressOf(hop.Trace));

    public void ShowQuestion(string method, string path, string answer)
    {
        printout.Write("", Printout.Arrow("you", "gateway", $"{method} {path}"));
        printout.WriteBody(Printout.OfJson(answer));
    }

    /// <summary>Shows a step of the browser: what it asked for, and the page that it sees, or where it is sent.</summary>
    public void ShowStep(string host, BrowserStep step)
    {
        var asked = step.Referer is { } referer ? $"   Referer: {referer}" : "";
        printout.Write("", Printout.Arrow("browser", host, $"{step.Method} {step.Address.AbsolutePath}{asked}"));
        printout.WriteBody(step.Location is { } location ? [$"{step.Status}, go to", .. PartsOf(location)] : PageText.Of(step.Body));
    }

    public void ShowCall(string path, string words)
    {
        printout.Write("", Printout.Arrow("gateway", "WeChat", $"POST {path}"));
        printout.WriteBody(words);
    }

    public void ShowVerdict(Verdict verdict) => printout.Write("", $"    {(verdict.IsRight ? '✔' : '✘')} {verdict.Words}");

    public void Conclude(string words) => _screen.Conclude(words);

    public void SayWhatToTryNext(PlatformStage stage) => printout.Write(
        "  It keeps running; Ctrl+C ends it. Try in another terminal:",
        "",
        "    a link for one more authorization, to open in your own browser (the page of WeChat is the simulator's):",
        $"      curl '{stage.InternalAddress}platform/{GatewaySettings.Service}/authorization-url'",
        "    a message of a customer:",
        $"      curl {stage.WeChat.Address}simulator/push -d '{{\"appId\":\"{SimulatedConsole.Shop}\",\"text\":\"hi\"}}'",
        "    how the platform does, and the accounts in its care:",
        $"      curl {stage.InternalAddress}platform/{GatewaySettings.Service}",
        $"      curl {stage.InternalAddress}platform/{GatewaySettings.Service}/authorizers",
        "    the account takes its authorization back:",
        $"      curl {stage.WeChat.Address}simulator/unauthorize "
            + $"-d '{{\"platform\":\"{SimulatedConsole.Component}\",\"appId\":\"{SimulatedConsole.Shop}\"}}'",
        "",
        "  What reaches the backends is shown below.");

    /// <summary>Shows what reaches the backends, until it is told to stop.</summary>
    public Task ShowWhatHappensAsync(PlatformStage stage, CancellationToken cancellationToken)
        => Task.WhenAll(ShowHopsAsync(stage.Crm, cancellationToken), ShowHopsAsync(stage.Bot, cancellationToken))
            .ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.OnlyOnCanceled, TaskScheduler.Default);

    private async Task ShowHopsAsync(WatchedBackend backend, CancellationToken cancellationToken)
    {
        await foreach (var hop in backend.Hops.ReadAllAsync(cancellationToken))
        {
            ShowHop(hop);
        }
    }

    // One parameter a line, since such addresses are long.
    private static IEnumerable<string> PartsOf(Uri address)
        => address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(parameter => $"  {parameter}")
            .Prepend(address.GetLeftPart(UriPartial.Path));
}
