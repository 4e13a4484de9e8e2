using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using WxYarpGateway.Simulator.CustomerService;
using WxYarpGateway.Simulator.Pushes;

namespace WxYarpGateway.Demo;

/// <summary>Lays the demo out for a reader who sees it for the first time.</summary>
internal sealed partial class Screen(TextWriter output)
{
    private const int LongestLine = 110;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    // The backend speaks from its own threads while the stage waits for the reply.
    private readonly Lock _gate = new();

    public void Introduce(Stage stage) => Write(
    [
        "",
        "  WxYarpGateway, the main job: a WeChat push in, plain JSON to the backend, a sealed reply out",
        "",
        $"    WeChat (simulated)  {stage.WeChatAddress}",
        $"    gateway             {stage.GatewayAddress}",
        $"    your backend        {stage.BackendAddress}",
        .. stage.TracesAddress is { } traces ? [$"    traces              {traces}"] : Array.Empty<string>(),
    ]);

    public void Announce(int number, int of, Act act)
        => Write(["", $"── {number} of {of} ── {act.Title} {new string('─', Math.Max(0, 60 - act.Title.Length))}"]);

    public void ShowPush(PushedDelivery push)
    {
        Write(["", $"  WeChat ──▶ gateway    POST {push.Url.AbsolutePath}"]);
        Write(Block([push.Url.Query]));
        Write(Block(PrettyXml(push.SentBody)));
        if (push.IsEncrypted)
        {
            Write(["", "    which only the gateway can open:"]);
            Write(Block(PrettyXml(push.Message)));
        }
    }

    public void ShowRequest(string path, string json)
    {
        Write(["", $"  gateway ──▶ backend   POST {path}"]);
        Write(Block(PrettyJson(json)));
    }

    public void ShowAnswer(int status, string json)
    {
        Write(["", $"  backend ──▶ gateway   {status}"]);
        Write(Block(PrettyJson(json)));
    }

    public void ShowTrace(Uri address) => Write(["", "  its trace             " + address]);

    public void ShowReply(PushResult result, bool isRight)
    {
        var sealing = result.Reply is { IsSealed: true } ? ", sealed; opened by WeChat" : "";
        Write(["", $"  gateway ──▶ WeChat    {result.Last.Status} in {result.Last.Elapsed.TotalMilliseconds:0} ms{sealing}"]);
        Write(Block(result.Reply is { } reply ? PrettyXml(reply.Text) : [result.Last.Problem ?? "no reply"]));
        Write(["", isRight ? "    ✔ the user got the right reply" : "    ✘ this is not the reply that the user should have got"]);
    }

    public void ShowLateReply(SentMessage sent)
    {
        Write(["", "  gateway ──▶ WeChat    a late reply, POST /cgi-bin/message/custom/send"]);
        Write(Block(PrettyJson(sent.Raw)));
    }

    public void Conclude(int right, int of) => Write(["", new string('─', 80), $"  {right} of {of} replies were right.", ""]);

    public void SayWhatToTryNext(Stage stage) => Write(
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

    private void Write(IEnumerable<string> lines)
    {
        lock (_gate)
        {
            foreach (var line in lines)
            {
                output.WriteLine(line);
            }
        }
    }

    private static IEnumerable<string> Block(IEnumerable<string> lines)
        => lines.Select(line => line.Length <= LongestLine ? line : string.Concat(line.AsSpan(0, LongestLine), "…")).Select(
            line => "      " + line);

    private static string[] PrettyXml(string text)
    {
        try
        {
            return XElement.Parse(text).ToString().Split('\n');
        }
        catch (System.Xml.XmlException)
        {
            // "success" and JSON are shown as they are.
            return [text];
        }
    }

    private static string[] PrettyJson(string json)
        => json.Length == 0 ? ["(nothing)"]
            : WithEmoji(JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement, Indented)).Split('\n');

    /// <summary>The framework's most relaxed encoder still escapes what lies beyond 16 bits.</summary>
    private static string WithEmoji(string json)
        => SurrogatePair().Replace(json, pair => new string([Unit(pair.Groups[1].Value), Unit(pair.Groups[2].Value)]));

    private static char Unit(string hexadecimal) => (char)ushort.Parse(hexadecimal, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\\u(D[89AB][0-9A-F]{2})\\u(D[C-F][0-9A-F]{2})")]
    private static partial Regex SurrogatePair();
}
