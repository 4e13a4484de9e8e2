using System.Text.Json;
using WxYarpGateway.Fuzz.Mutation;
using WxYarpGateway.Fuzz.Runs;
using WxYarpGateway.Transforms.Conversion;
using WxYarpGateway.Transforms.Deduplication;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.Formats;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Xml;

namespace WxYarpGateway.Fuzz.Rooms;

/// <summary>Messages in XML: what the framework's reader takes is taken, and says the same in JSON.</summary>
internal sealed class XmlMessageRoom : FuzzRoom
{
    // Of the product's limits, which the documentation tells.
    private const int Depth = 32;
    private const int Nodes = 4096;

    private static readonly JsonDocumentOptions Unique = new() { AllowDuplicateProperties = false };
    private static readonly ConversionTransform Conversion = new(Shop.Clock);

    public override string Name => "xml";

    public override int Executions => 6_000;

    public override Grammar Grammar { get; } = new([.. Words.Xml, .. Words.MessageFields], XmlChanges.With(Words.MessageFields));

    public override IEnumerable<byte[]> Borrowed => Samples.Files("Messages", ".xml");

    public override ValueTask<bool> TryAsync(byte[] input, Meter meter)
    {
        AreAlike(input);
        var message = meter.Of(input, Convert);
        if (message?.Format == MessageFormat.Json)
        {
            // The other room's.
            return ValueTask.FromResult(false);
        }

        var expected = BodyFormat.Of(input) == MessageFormat.Json ? null : ReadElement.Root(input);
        if (message is null)
        {
            Assert.True(expected is null || HasCharactersOfDoubt(input) || expected.Count > Nodes || expected.Depth > Depth,
                "A well-formed message is refused.");
            return ValueTask.FromResult(false);
        }

        using var json = JsonDocument.Parse(message.Body, Unique);
        if (expected is { IsDoubtful: false } && !(input.AsSpan().IndexOf("&#"u8) >= 0 && message.Body.Span.IndexOf("\uFFFD"u8) >= 0))
        {
            // These names are the gateway's own, and are left out.
            expected.Children.RemoveAll(child => child.Name is "userInfo" or "userInfoError");
            var expectation = new XmlExpectation(input.AsSpan().IndexOf("&#"u8) >= 0);
            Assert.Null(expectation.Differs(expected, json.RootElement));
            var head = message.Head;
            Assert.All(
                [
                    ("ToUserName", head.ToUserName), ("FromUserName", head.FromUserName), ("CreateTime", head.CreateTime),
                        ("MsgType", head.MsgType), ("MsgId", head.MsgId), ("Event", head.Event), ("EventKey", head.EventKey),
                ],
                field => Assert.True(expectation.IsHead(expected, field.Item1, field.Item2), field.Item1));
        }

        _ = MessageIdentity.Of(message);
        return ValueTask.FromResult(true);
    }

    internal static MessageContext? Convert(byte[] input)
    {
        var (reply, through) = Shop.Run(Conversion, Shop.Message(input));
        Assert.True(through is null ? reply is RefusedReply { StatusCode: StatusCodes.Status400BadRequest } : reply is WireReply);
        return through;
    }

    /// <summary>Checks that the parser's short way for usual elements does not show.</summary>
    private static void AreAlike(byte[] input)
    {
        using var shortWay = XmlTable.Parse(input);
        using var longWay = XmlTable.Parse(input, readsLeaves: false);
        Assert.Equal(longWay?.Count, shortWay?.Count);
        for (var node = 0; node < shortWay?.Count; node++)
        {
            Assert.True(shortWay.Name(node).SequenceEqual(longWay!.Name(node)) && shortWay.Text(node).SequenceEqual(longWay.Text(node)));
            Assert.Equal(
                (longWay[node].FirstChild, longWay[node].NextName, longWay[node].NextSame),
                (shortWay[node].FirstChild, shortWay[node].NextName, shortWay[node].NextSame));
        }
    }

    // Where XML 1.0 forbids a character, readers differ in what they forgive.
    private static bool HasCharactersOfDoubt(ReadOnlySpan<byte> input)
        => input.IndexOf("&#"u8) >= 0 || input.ContainsAnyInRange((byte)0, (byte)8) || input.ContainsAny((byte)0x0B, (byte)0x0C)
            || input.ContainsAnyInRange((byte)0x0E, (byte)0x1F)
            || input.IndexOf("\uFFFE"u8) >= 0 || input.IndexOf("\uFFFF"u8) >= 0;
}
