using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using WxYarpGateway.Transforms.Deduplication;
using WxYarpGateway.Transforms.KeptReplies;
using WxYarpGateway.Transforms.LateReplies;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Transforms.Tests.Pipeline;

/// <summary>Creates services and pushes for tests of single transforms.</summary>
internal static class Pushes
{
    public const string AppId = "wx0000000000000001";
    public const string Token = "token-one";
    public const string AesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    public static WeChatService Service(Action<ServiceOptions>? configure = null, string name = "shop")
    {
        var options = new ServiceOptions { AppId = AppId, Token = Token };
        configure?.Invoke(options);
        return new WeChatService(name, options);
    }

    public static MessageContext Message(string body, WeChatService? service = null, string query = "", long receivedAt = 0)
        => new(service ?? Service(), Query(query), Encoding.UTF8.GetBytes(body), receivedAt);

    public static PushQuery Query(string query) => PushQuery.Read(new QueryString(query.Length == 0 ? "" : "?" + query));

    /// <summary>Returns a message as it is after the conversion.</summary>
    public static MessageContext Converted(
        WeChatService? service = null,
        string msgId = "",
        string content = "hi",
        string type = "text",
        string query = "",
        long receivedAt = 0)
    {
        var message = Message($$"""{"MsgType":"{{type}}","Content":"{{content}}"}""", service, query, receivedAt);
        message.Head = new MessageHead
        {
            MsgType = type,
            MsgId = msgId,
            FromUserName = "oUser",
            ToUserName = "gh_1",
            CreateTime = "1700000000",
        };
        return message;
    }

    /// <summary>Gets metrics for tests that do not check metrics.</summary>
    public static PushMetrics Metrics() => new(Meters());

    /// <summary>Returns a settlement of replies in a ledger.</summary>
    public static ReplySettlement Settlement(ILedger ledger, TestHost host, LateReplySender lateReplies, Recordings? recordings = null)
        => new(
            ledger,
            new WeChatRetries(ledger, host.Clock),
            host.Keeper,
            lateReplies,
            recordings ?? new Recordings(host.Clock),
            host.Clock,
            NullLogger<ReplySettlement>.Instance);

    /// <summary>Gets metrics of kept replies for tests that do not check metrics.</summary>
    public static KeptReplyMetrics KeptMetrics() => new(Meters());

    /// <summary>Returns the end of a pipeline: it answers with a reply and passes the message to a callback.</summary>
    public static MessageDelegate Answering(Reply reply, Action<MessageContext>? arrived = null) => (message, _) =>
    {
        arrived?.Invoke(message);
        return new ValueTask<Reply>(reply);
    };

    /// <summary>Creates a meter factory for tests that do not check metrics.</summary>
    public static IMeterFactory Meters() => new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
}
