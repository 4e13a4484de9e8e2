using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging.Abstractions;
using WxYarpGateway.Fuzz.Mutation;
using WxYarpGateway.Fuzz.Runs;
using WxYarpGateway.Simulator.Pushes.Cipher;
using WxYarpGateway.Transforms.Envelopes;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using OurSignature = WxYarpGateway.Simulator.Pushes.Cipher.Signature;

namespace WxYarpGateway.Fuzz.Rooms;

/// <summary>Encrypted pushes that somebody tampered with: what was signed gets through as it was, and nothing else does.</summary>
internal sealed class PushRoom : FuzzRoom
{
    private static readonly EnvelopeCipher Simulator = new(Shop.AesKey);
    private static readonly IMessageTransform[] Transforms =
    [
        new EnvelopeTransform(), new SignatureTransform(Shop.Clock, NullLogger<SignatureTransform>.Instance),
            new EncryptionTransform(NullLogger<EncryptionTransform>.Instance),
    ];

    private static readonly string[] Tokens = [.. Words.Xml, .. Words.Json, "<Encrypt>", "</Encrypt>", "\"Encrypt\":", "msg_signature=",
        "&nonce=", "&timestamp=", "encrypt_type=raw", "%41", "+", "=", "aes"];

    public override string Name => "push";

    public override int Executions => 2_500;

    public override Grammar Grammar { get; } = new([.. Words.Xml, .. Words.MessageFields], XmlChanges.With(Words.MessageFields));

    public override IEnumerable<byte[]> Borrowed
        => [.. Samples.Files("Messages", ".xml").Take(40), .. Samples.Files("Messages/json", ".json")];

    public override ValueTask<bool> TryAsync(byte[] input, Meter meter)
    {
        var dice = CipherRoom.DiceOf(input);
        var push = Push.Of(Encoding.UTF8.GetString(input), isJson: dice.OnceIn(3), dice);

        var (reply, through) = Pass(push, meter);
        Assert.True(
            through?.Body.Span.SequenceEqual(Encoding.UTF8.GetBytes(push.Message)), "A push as it was signed does not get through.");
        Answers(push, reply);

        for (var count = 0; count < 4; count++)
        {
            var tampered = push.Tamper(dice, Tokens);
            (reply, through) = Pass(tampered, meter);
            if (tampered.SaysTheSame(push) is { } isSame)
            {
                Assert.Equal(isSame, through is not null);
            }

            if (through is null)
            {
                // The parts of a signature are signed without borders between them: digits that move from the nonce to the time make it
                // stale.
                Assert.True(reply == RefusedReply.Forged || reply == RefusedReply.Stale || reply == RefusedReply.Malformed,
                    "A refusal tells more than it may.");
            }
            else
            {
                Assert.True(through.Body.Span.SequenceEqual(Encoding.UTF8.GetBytes(push.Message)), "Another message got through.");
            }
        }

        return ValueTask.FromResult(true);
    }

    private static (Reply Reply, MessageContext? Through) Pass(Push push, Meter meter) => meter.Of(push, static of =>
    {
        MessageContext? through = null;
        var pipeline = MessagePipeline.Build(Transforms, (message, _) =>
        {
            through = message;
            return ValueTask.FromResult<Reply>(new WireReply(message.Body, WireReply.Xml));
        });
        var work = pipeline(Shop.Message(of.Body, PushQuery.Read(new QueryString("?" + of.Query))), CancellationToken.None);
        return (work.IsCompletedSuccessfully ? work.Result
            : throw new InvalidOperationException("A transform waits, or failed.", work.AsTask().Exception), through);
    });

    /// <summary>Opens the answer as WeChat would: it echoes the message.</summary>
    private static void Answers(Push push, Reply reply)
    {
        var wire = Assert.IsType<WireReply>(reply);
        Func<string, string> field;
        if (push.IsJson)
        {
            var json = JsonDocument.Parse(wire.Body).RootElement;
            field = name => json.GetProperty(name).ToString();
        }
        else
        {
            var xml = XDocument.Parse(Encoding.UTF8.GetString(wire.Body.Span)).Root!;
            field = name => xml.Element(name)!.Value;
        }

        var encrypt = field("Encrypt");
        Assert.Equal(OurSignature.Of(Shop.Token, field("TimeStamp"), field("Nonce"), encrypt), field("MsgSignature"));
        Assert.Equal(push.Message, Simulator.Open(encrypt).Message);
    }

    private sealed record Push(string Message, bool IsJson, string Query, byte[] Body)
    {
        public static Push Of(string message, bool isJson, Dice dice)
        {
            var timestamp = Shop.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            var nonce = dice.Below(int.MaxValue).ToString(CultureInfo.InvariantCulture);
            var encrypt = Simulator.Seal(message, Shop.AppId, dice.Bytes(16));
            var signature = OurSignature.Of(Shop.Token, timestamp, nonce, encrypt);
            var body = isJson
                ? $$"""{"ToUserName":"gh_1","Encrypt":"{{encrypt}}"}"""
                : $"<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Encrypt><![CDATA[{encrypt}]]></Encrypt></xml>";
            return new Push(
                message, isJson, $"signature=x&timestamp={timestamp}&nonce={nonce}&openid=o1&encrypt_type=aes&msg_signature={signature}",
                    Encoding.UTF8.GetBytes(body));
        }

        public Push Tamper(Dice dice, IReadOnlyList<string> tokens) => dice.OnceIn(3)
            ? this with { Query = Encoding.UTF8.GetString(ByteChanges.Change(dice, Encoding.UTF8.GetBytes(Query), Body, tokens)) }
            : this with { Body = ByteChanges.Change(dice, Body, Encoding.UTF8.GetBytes(Query), tokens) };

        /// <summary>
        /// Returns whether all that is signed is as in another push; <see langword="null"/> when readers may differ about that.
        /// </summary>
        public bool? SaysTheSame(Push other)
        {
            if (other.Query != Query)
            {
                var (mine, theirs) = (QueryHelpers.ParseQuery(Query), QueryHelpers.ParseQuery(other.Query));
                string[] signed = ["timestamp", "nonce", "msg_signature", "encrypt_type"];
                return mine.Keys.Any(key => signed.Contains(key, StringComparer.OrdinalIgnoreCase) && !signed.Contains(key)) ? null
                    : signed.All(name => mine.TryGetValue(name, out var value) && value[0] == theirs[name][0]);
            }

            if (IsJson)
            {
                return null;
            }

            return ReadElement.Root(Body) is not { } root ? null
                : root.Children.Find(child => child.Name == "Encrypt") is { Children.Count: 0, Text: var (whole, kept) }
                    && whole[kept] == EncryptOf(other);
        }

        private static string EncryptOf(Push push) => XDocument.Parse(Encoding.UTF8.GetString(push.Body)).Root!.Element("Encrypt")!.Value;
    }
}
