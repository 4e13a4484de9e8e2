using BenchmarkDotNet.Attributes;
using WxYarpGateway.Transforms.Conversion;
using WxYarpGateway.Transforms.Envelopes;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Replies;

namespace WxYarpGateway.Codec;

/// <summary>What happens to a backend's text reply going out: nanoseconds and bytes of each step.</summary>
[MemoryDiagnoser]
public class ReplyBenchmarks
{
    private readonly byte[] _json = """{"type":"text","msg":"hello from backend"}"""u8.ToArray();
    private readonly MessageHead _head = new() { ToUserName = "gh_0123456789ab", FromUserName = "oBenchUser000000000000000042" };

    private readonly Shop _shop = new();
    private ReadOnlyMemory<byte> _xml;

    [GlobalSetup]
    public void Prepare() => _xml = Write().Body;

    [Benchmark]
    public int JsonToXml() => Write().Body.Length;

    [Benchmark]
    public int Encrypt() => MessageCipher.Seal(_shop.Key, _xml.Span, Shop.AppId).Length;

    private WireReply Write() => ReplyXml.Write((PassiveReply)BackendReply.Read(_json)!, _head, DateTimeOffset.UnixEpoch);
}
