using WxYarpGateway.Simulator.CustomerService;
using WxYarpGateway.Simulator.Pushes;

namespace WxYarpGateway.Demo;

/// <summary>Lays the demo out for a reader who sees it for the first time.</summary>
internal sealed class Screen(Printout printout)
{
    public void Introduce(Stage stage) => printout.Write(
    [
        "",
        "  WxYarpGateway, the main job: a WeChat push in, plain JSON to the backend, a sealed reply out",
        "",
        $"    WeChat (simulated)  {stage.WeChatAddress}",
        $"    gateway             {stage.GatewayAddress}",
        $"    your backend        {stage.BackendAddress}",
        .. stage.TracesAddress is { } traces ? [$"    traces              {traces}"] : Array.Empty<string>(),
    ]);

    public void Announce(int number, int of, string title)
        => printout.Write("", $"── {number} of {of} ── {title} {new string('─', Math.Max(0, 60 - title.Length))}");

    public void ShowPush(PushedDelivery push)
    {
        printout.Write("", Printout.Arrow("WeChat", "gateway", $"POST {push.Url.AbsolutePath}"));
        printout.WriteBody(push.Url.Query);
        printout.WriteBody(Printout.OfXml(push.SentBody));
        if (push.IsEncrypted)
        {
            printout.Write("", "    which only the gateway can open:");
            printout.WriteBody(Printout.OfXml(push.Message));
        }
    }

    public void ShowHop(BackendHop hop, Uri? trace)
    {
        printout.Write("", Printout.Arrow("gateway", hop.Backend, $"POST {hop.Path}"));
        printout.WriteBody(Printout.OfJson(hop.Request));
        printout.Write("", Printout.Arrow(hop.Backend, "gateway", $"{hop.Status}"));
        printout.WriteBody(Printout.OfJson(hop.Answer));
        if (trace is not null)
        {
            printout.Write("", $"  its trace             {trace}");
        }
    }

    public void ShowReply(PushResult result, bool isRight)
    {
        ShowReply(result);
        printout.Write("", isRight ? "    ✔ the user got the right reply" : "    ✘ this is not the reply that the user should have got");
    }

    public void ShowReply(PushResult result)
    {
        var sealing = result.Reply is { IsSealed: true } ? ", sealed; opened by WeChat" : "";
        var took = $"{result.Last.Status} in {result.Last.Elapsed.TotalMilliseconds:0} ms{sealing}";
        printout.Write("", Printout.Arrow("gateway", "WeChat", took));
        printout.WriteBody(result.Reply is { } reply ? Printout.OfXml(reply.Text) : [result.Last.Problem ?? "no reply"]);
    }

    public void ShowLateReply(SentMessage sent)
    {
        printout.Write("", Printout.Arrow("gateway", "WeChat", "a late reply, POST /cgi-bin/message/custom/send"));
        printout.WriteBody(Printout.OfJson(sent.Raw));
    }

    public void Conclude(string words) => printout.Write("", new string('─', 80), $"  {words}", "");

    public void SayWhatToTryNext(Stage stage) => printout.Write(
    [
        "  It keeps running; Ctrl+C ends it. Try in another terminal:",
        "",
        "    a message of your own:",
        $"      dotnet run --project src/Simulator -- push --url {stage.PlainUrl} --token {Stage.Token} --text \"hi\"",
        "    an encrypted one:",
        $"      dotnet run --project src/Simulator -- push --url {stage.SafeUrl} --token {Stage.Token} "
            + $"--aes-key {Stage.AesKey} --app-id {Stage.SafeAppId} --text \"hi\"",
        "    a backend that is too slow for WeChat (the reply comes late, by the customer-service API; watch here):",
        $"      dotnet run --project src/Simulator -- push --url {stage.PlainUrl} --token {Stage.Token} --text slow",
        "    a forged one:",
        $"      dotnet run --project src/Simulator -- push --url {stage.PlainUrl} --token wrong --text \"hi\"",
        "",
        "  The token and key above are the demo's own. What arrives is shown below.",
    ]);
}
