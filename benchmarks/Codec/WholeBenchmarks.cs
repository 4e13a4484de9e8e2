using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Http;
using WxYarpGateway.Transforms.Conversion;
using WxYarpGateway.Transforms.Envelopes;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Replies;

namespace WxYarpGateway.Codec;

/// <summary>All steps of the codec for a text message and its reply: query, envelope, signature, decryption, conversion and back.</summary>
[MemoryDiagnoser]
public class WholeBenchmarks
{
    private static readonly BackendAnswer Answer
        = new(StatusCodes.Status200OK, """{"type":"text","msg":"hello from backend"}"""u8.ToArray(), null);

    private readonly Shop _shop = new();
    private MessageDelegate _codec = null!;
    private QueryString _query;
    private byte[] _body = [];

    [GlobalSetup]
    public async Task PrepareAsync()
    {
        var ciphertext = _shop.Seal(Sample.Text.Xml);
        _body = Shop.Envelope(ciphertext);
        _query = _shop.Query(ciphertext);
        _codec = MessagePipeline.Build(
            [
                _shop.The<EnvelopeTransform>(),
                _shop.The<SignatureTransform>(),
                _shop.The<EncryptionTransform>(),
                _shop.The<ConversionTransform>(),
                _shop.The<ReplyTransform>(),
            ],
            (_, _) => new ValueTask<Reply>(Answer));

        // A refusal would be quick.
        if (await AesTextMessage() is not WireReply { ContentType: WireReply.Xml })
        {
            throw new InvalidOperationException("The push is refused.");
        }
    }

    [Benchmark]
    public ValueTask<Reply> AesTextMessage() => _codec(_shop.Push(_query, _body), CancellationToken.None);
}
