using System.Globalization;
using System.Text;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.Formats;
using WxYarpGateway.Transforms.Redelivery.Queue;

namespace WxYarpGateway.Transforms.Tests.Redelivery.Queue;

/// <summary>Makes messages to keep.</summary>
internal static class KeptMessages
{
    public static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>A message that no other test has.</summary>
    public static KeptMessage New(string service = "shop", string content = "hi \0 😀", string? id = null) => new()
    {
        Id = id ?? new UInt128((ulong)Random.Shared.NextInt64(), (ulong)Random.Shared.NextInt64()).ToString(
            "x32", CultureInfo.InvariantCulture),
        Service = service,
        MessageId = "7000",
        Route = service + ".message",
        Head = new MessageHead
        {
            MsgType = "event",
            Event = "CLICK",
            EventKey = "a|b",
            FromUserName = "oUser",
            ToUserName = "gh_1",
            CreateTime = "1700000000",
            MsgId = "7000"
        },
        Format = MessageFormat.Json,
        ReceivedAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        Attempts = 2,
        Failure = "it answered with status 500",
        Body = Encoding.UTF8.GetBytes(content),
    };

    public static KeepOrder Keep(KeptMessage message, TimeSpan delay = default, string owner = "a", TimeSpan? maxAge = null, int most = 100)
        => new(message, owner, IsLeased: false, delay, maxAge ?? Hour, most);

    public static KeepOrder Lease(KeptMessage message, string owner = "a", TimeSpan? maxAge = null, int most = 100)
        => new(message, owner, IsLeased: true, TimeSpan.Zero, maxAge ?? Hour, most);
}
