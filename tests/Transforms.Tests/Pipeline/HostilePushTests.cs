using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using WxYarpGateway.Transforms.Conversion;
using WxYarpGateway.Transforms.Deduplication;
using WxYarpGateway.Transforms.Deduplication.Seen;
using WxYarpGateway.Transforms.Envelopes;
using WxYarpGateway.Transforms.Exchange;
using WxYarpGateway.Transforms.LateReplies;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Replies;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Services.Options;
using WxYarpGateway.Transforms.Tests.Envelopes;
using WxYarpGateway.Transforms.Tests.Redelivery;

namespace WxYarpGateway.Transforms.Tests.Pipeline;

/// <summary>Sends randomly damaged pushes through the transforms, where no code catches exceptions yet.</summary>
public sealed class HostilePushTests : IAsyncDisposable
{
    private const int Spoilings = 100;
    private const string Now = "1767225600";

    private readonly WeChatService _service
        = Pushes.Service(options => (options.EncodingAesKey, options.Encryption) = (Pushes.AesKey, EncryptionMode.Either));

    private readonly TestHost _host = new();
    private readonly LateReplySender _lateReplies;
    private readonly KeeperStage _messages = new();
    private readonly MessageDelegate _way;
    private int _arrived;

    public HostilePushTests()
    {
        var clock = _host.Clock;
        _lateReplies = _host.LateReplySender();
        var ledger = new MemoryLedger(clock);
        var echo = new EchoBackend(NullLogger<EchoBackend>.Instance);
        _way = MessagePipeline.Build(
            [
                new EnvelopeTransform(),
                new SignatureTransform(clock, NullLogger<SignatureTransform>.Instance),
                new EncryptionTransform(NullLogger<EncryptionTransform>.Instance),
                new ConversionTransform(clock),
                new DeduplicationTransform(
                    ledger,
                    new WeChatRetries(ledger, clock),
                    _host.Keeper,
                    _messages.Keeper,
                    Pushes.Settlement(ledger, _host, _lateReplies),
                    Pushes.Metrics(),
                    clock,
                    NullLogger<DeduplicationTransform>.Instance),
                new ReplyTransform(clock, NullLogger<ReplyTransform>.Instance),
            ],
            (message, _) =>
            {
                _arrived++;
                Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(message.Body).RootElement.ValueKind);
                BackendRequest.Write(new DefaultHttpContext().Request, message, 1, form: null);
                return new(echo.Answer(message));
            });
    }

    public async ValueTask DisposeAsync()
    {
        _messages.Dispose();
        _lateReplies.Dispose();
        await _host.DisposeAsync();
    }

    public static TheoryData<string> Samples() =>
    [
        .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Messages"))
            .Select(file => Path.GetFileName(file)!)
            .Where(sample => sample != "index.json"),
    ];

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task No_spoiled_push_makes_anything_throw(string sample)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Messages", sample);
        var content = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        var random = new Random(20260101);
        for (var i = 0; i < Spoilings; i++)
        {
            var spoiled = i == 0 ? content : Spoil(content, random);
            var envelope = Encoding.UTF8.GetString(MessageCipher.Seal(Sealed.Key(), spoiled, Sealed.AppId).Span);

            await PushAsync(spoiled, "signature=none&encrypt_type=aes");
            await PushAsync(spoiled, Signed("signature"));
            var query = Signed("msg_signature", envelope) + "&encrypt_type=aes";
            await PushAsync(Encoding.UTF8.GetBytes($"<xml><Encrypt>{envelope}</Encrypt></xml>"), query);
            await PushAsync(Encoding.UTF8.GetBytes($$"""{"Encrypt":"{{envelope}}"}"""), query);
        }

        Assert.InRange(_arrived, 1, Spoilings * 3);
    }

    private static byte[] Spoil(byte[] content, Random random)
    {
        string[] pieces =
        [
            "\\ud800", "\\u0000", "\xff", "\0", "]]>", "<a>", "</a>", "<![CDATA[", "&#xD800;", "{", "}", "\"", ",", "<", "<!DOCTYPE a>",
        ];
        var at = random.Next(content.Length);
        var until = Math.Min(content.Length, at + random.Next(1, 40));
        return random.Next(4) switch
        {
            0 => content[..at],
            1 => [.. content[..at], .. content[until..]],
            2 => [.. content[..until], .. content[at..]],
            _ => [.. content[..at], .. Encoding.Latin1.GetBytes(pieces[random.Next(pieces.Length)]), .. content[at..]],
        };
    }

    private static string Signed(string name, string ciphertext = "")
    {
        var nonce = Guid.NewGuid().ToString("n");
        var parts = string.Concat(new[] { Pushes.Token, Now, nonce, ciphertext }.Order(StringComparer.Ordinal));
#pragma warning disable CA5350 // WeChat's algorithm.
        return $"{name}={Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(parts)))}&timestamp={Now}&nonce={nonce}";
#pragma warning restore CA5350
    }

    private async Task PushAsync(byte[] body, string query)
    {
        var message = new MessageContext(_service, PushQuery.Read(new QueryString("?" + query)), body, 0);

        var reply = await _way(message, TestContext.Current.CancellationToken);

        Assert.True(reply is RefusedReply or RetryReply or WireReply, $"A {reply.GetType().Name} came out.");
    }
}
