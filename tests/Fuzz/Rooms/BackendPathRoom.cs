using System.Text;
using System.Text.RegularExpressions;
using WxYarpGateway.Fuzz.Mutation;
using WxYarpGateway.Fuzz.Runs;
using WxYarpGateway.Transforms.Exchange;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Fuzz.Rooms;

/// <summary>
/// The request that a backend gets: whatever type, event, id and service are called, it goes to one of two paths, with headers that are
/// plain text.
/// </summary>
internal sealed partial class BackendPathRoom : FuzzRoom
{
    private static readonly string[] Tokens = ["event", "text", "\n", "\r\n", "..", "/", "../", "%2e%2e%2f", "\\", "?", "#", ";", "\0",
        "店铺", "İ", "ﬀ", "\uFFFD", "_", "9", "a-b", "{x}", "unknown", "X-Injected: 1"];

    public override string Name => "paths";

    public override int Executions => 15_000;

    public override Grammar Grammar { get; } = new(Tokens);

    public override ValueTask<bool> TryAsync(byte[] input, Meter meter)
    {
        // Type, event, id and service, a line each; what else there is belongs to the last.
        var lines = (Encoding.UTF8.GetString(input) + "\n\n\n").Split('\n', 4);
        var request = meter.Of(lines, static of => Write(of));
        Assert.Matches(OnePath(), request.Path.Value);
        var isEvent = lines[0] == "event";
        var name = isEvent ? lines[1] : lines[0];
        var isKnown = PlainName().IsMatch(name);
        Assert.Equal($"{(isEvent ? "/event/" : "/msg/")}{(isKnown ? name : "unknown")}", request.Path.Value);
        Assert.False(request.QueryString.HasValue);
        Assert.All(request.Headers, header => Assert.Matches(PlainText(), header.Value.ToString()));
        return ValueTask.FromResult(isKnown);
    }

    private static HttpRequest Write(string[] lines)
    {
        var service = new WeChatService(lines[3], new ServiceOptions { AppId = Shop.AppId, Token = Shop.Token });
        var message = new MessageContext(service, PushQuery.Read(default), "{}"u8.ToArray(),
            receivedAt: 0)
        { Head = new MessageHead { MsgType = lines[0], Event = lines[1] }, Id = lines[2] };
        var request = new DefaultHttpContext().Request;
        BackendRequest.Write(request, message, attempt: 1, form: null);
        return request;
    }

    [GeneratedRegex(@"\A/(msg|event)/[A-Za-z0-9_]{1,64}\z")]
    private static partial Regex OnePath();

    [GeneratedRegex(@"\A[A-Za-z0-9_]{1,64}\z")]
    private static partial Regex PlainName();

    [GeneratedRegex(@"\A[ -~]*\z")]
    private static partial Regex PlainText();
}
