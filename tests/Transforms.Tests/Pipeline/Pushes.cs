using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using WxYarpGateway.Transforms.Deduplication;
using WxYarpGateway.Transforms.KeptReplies;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Tests.Pipeline;

/// <summary>Makes services and pushes for tests of single transforms.</summary>
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
        => new(service ?? Service(), PushQuery.Read(new QueryString(query.Length == 0 ? "" : "?" + query)), Encoding.UTF8.GetBytes(body), receivedAt);

    /// <summary>A message as it looks behind the conversion.</summary>
    public static MessageContext Converted(WeChatService? service = null, string msgId = "", string content = "hi", string type = "text", string query = "", long receivedAt = 0)
    {
        var message = Message($$"""{"MsgType":"{{type}}","Content":"{{content}}"}""", service, query, receivedAt);
        message.Head = new MessageHead { MsgType = type, MsgId = msgId, FromUserName = "oUser", ToUserName = "gh_1", CreateTime = "1700000000" };
        return message;
    }

    /// <summary>Metrics that nobody looks at.</summary>
    public static PushMetrics Metrics() => new(Meters());

    /// <summary>Keeps replies in memory only.</summary>
    public static ReplyKeeper Keeper(TimeProvider clock)
    {
        var kept = new MemoryKeptReplies(clock);
        return new ReplyKeeper(kept, kept, new LateWays(clock, NullLogger<LateWays>.Instance), KeptMetrics(), clock, NullLogger<ReplyKeeper>.Instance);
    }

    /// <summary>Settles replies in a ledger.</summary>
    public static ReplySettlement Settlement(ILedger ledger, TimeProvider clock, ILateReplies lateReplies, Recordings? recordings = null, ReplyKeeper? keeper = null)
        => new(ledger, new WeChatRetries(ledger, clock), keeper ?? Keeper(clock), lateReplies, recordings ?? new Recordings(clock), clock, NullLogger<ReplySettlement>.Instance);

    /// <summary>Metrics of kept replies that nobody looks at.</summary>
    public static KeptReplyMetrics KeptMetrics() => new(Meters());

    /// <summary>The end of the way: answers with a reply and remembers what arrived.</summary>
    public static MessageDelegate Answering(Reply reply, Action<MessageContext>? arrived = null) => (message, _) =>
    {
        arrived?.Invoke(message);
        return new ValueTask<Reply>(reply);
    };

    /// <summary>Makes metrics that nobody looks at.</summary>
    public static IMeterFactory Meters() => new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
}
