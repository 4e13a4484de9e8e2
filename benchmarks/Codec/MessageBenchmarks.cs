using BenchmarkDotNet.Attributes;
using WxYarpGateway.Transforms.Conversion;
using WxYarpGateway.Transforms.Envelopes;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Codec;

/// <summary>What happens to a message going in: nanoseconds and bytes of each step.</summary>
/// <remarks>
/// <c>dotnet run -c Release --project benchmarks/Codec -- --filter '*'</c>; <c>--job dry</c> behind it only shows that it runs.
/// </remarks>
[MemoryDiagnoser]
public class MessageBenchmarks
{
    private static readonly MessageDelegate Nothing = (_, _) => new ValueTask<Reply>(Reply.Success);

    private readonly Shop _shop = new();
    private ReadOnlyMemory<byte> _ciphertext;
    private MessageContext _sealed = null!;
    private MessageContext _opened = null!;
    private SignatureTransform _signatures = null!;
    private ConversionTransform _conversion = null!;

    /// <summary>Gets or sets the message.</summary>
    [ParamsSource(nameof(Messages))]
    public Sample Message { get; set; } = Sample.Text;

    /// <summary>Gets the messages to measure.</summary>
    public static IEnumerable<Sample> Messages => [Sample.Text, Sample.MassSend(), Sample.Lengthy()];

    [GlobalSetup]
    public async Task PrepareAsync()
    {
        _ciphertext = _shop.Seal(Message.Xml);
        _sealed = _shop.Push(_shop.Query(_ciphertext), Shop.Envelope(_ciphertext));
        _sealed.Ciphertext = _ciphertext;
        _opened = _shop.Push(_shop.Query(_ciphertext), Message.Xml);
        _signatures = _shop.The<SignatureTransform>();
        _conversion = _shop.The<ConversionTransform>();

        // A refusal would be quick.
        if (await Signature() is RefusedReply || await XmlToJson() is RefusedReply)
        {
            throw new InvalidOperationException($"The message '{Message}' is refused.");
        }
    }

    [Benchmark]
    public ValueTask<Reply> Signature() => _signatures.InvokeAsync(_sealed, Nothing, CancellationToken.None);

    [Benchmark]
    public int Decrypt()
        => MessageCipher.TryOpen(_shop.Key, _ciphertext.Span, Shop.AppId, out var message)
            ? message.Length
            : throw new InvalidOperationException("It does not open.");

    [Benchmark]
    public ValueTask<Reply> XmlToJson()
    {
        // The transform puts JSON in the place of the XML.
        _opened.Body = Message.Xml;
        return _conversion.InvokeAsync(_opened, Nothing, CancellationToken.None);
    }
}
