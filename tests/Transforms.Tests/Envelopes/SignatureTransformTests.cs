using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Envelopes;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Services.Options;
using WxYarpGateway.Transforms.Tests.Pipeline;

namespace WxYarpGateway.Transforms.Tests.Envelopes;

public sealed class SignatureTransformTests
{
    private const string Now = "1767225600";

    private readonly SignatureTransform _transform = new(new FakeTimeProvider(), NullLogger<SignatureTransform>.Instance);

    [Theory]
    [InlineData(Pushes.Token)]
    [InlineData("token-before")]
    public async Task The_token_and_the_one_before_it_are_taken(string token)
        => Assert.Same(Reply.Success, await PushAsync(Plaintext(token, Now, "n")));

    [Theory]
    [InlineData("")]
    [InlineData("signature=")]
    [InlineData("signature=0000000000000000000000000000000000000000&timestamp=1767225600&nonce=n")]
    [InlineData(
        "signature=%E4%BD%A0%E4%BD%A0%E4%BD%A0%E4%BD%A0%E4%BD%A0%E4%BD%A0%E4%BD%A0%E4%BD%A0%E4%BD%A0%E4%BD%A0%E4%BD%A0%E4%BD%A0%E4%BD%A0"
        + "&timestamp=1767225600&nonce=n")]
    public async Task A_wrong_or_missing_signature_is_refused(string query)
        => Assert.Same(RefusedReply.Forged, await PushAsync(query));

    [Fact]
    public async Task An_upper_case_signature_is_refused()
    {
        var query = $"signature={Sign(Pushes.Token, Now, "n").ToUpperInvariant()}&timestamp={Now}&nonce=n";

        Assert.Same(RefusedReply.Forged, await PushAsync(query));
    }

    [Fact]
    public async Task What_was_signed_with_another_nonce_is_refused()
    {
        var changed = Plaintext(Pushes.Token, Now, "n").Replace("nonce=n", "nonce=m", StringComparison.Ordinal);

        Assert.Same(RefusedReply.Forged, await PushAsync(changed));
    }

    [Theory]
    [InlineData(-300, true)]
    [InlineData(300, true)]
    [InlineData(-301, false)]
    [InlineData(301, false)]
    public async Task What_was_signed_too_long_ago_or_in_the_future_is_refused(int seconds, bool isFresh)
    {
        var timestamp = (long.Parse(Now, null) + seconds).ToString(null as IFormatProvider);

        Assert.Same(isFresh ? Reply.Success : RefusedReply.Stale, await PushAsync(Plaintext(Pushes.Token, timestamp, "n")));
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("1767225600%00")]
    [InlineData("%2B1767225600")]
    [InlineData("%201767225600")]
    [InlineData("%D9%A1")]
    [InlineData("99999999999999999")]
    [InlineData("99999999999999999999999999")]
    public async Task A_timestamp_that_is_no_time_is_refused(string timestamp)
    {
        var signature = Sign(Pushes.Token, Uri.UnescapeDataString(timestamp), "n");

        Assert.Same(RefusedReply.Stale, await PushAsync($"signature={signature}&timestamp={timestamp}&nonce=n"));
    }

    [Theory]
    [InlineData(EncryptionMode.Safe, false)]
    [InlineData(EncryptionMode.Compatible, false)]
    [InlineData(EncryptionMode.Either, true)]
    [InlineData(EncryptionMode.Plaintext, true)]
    [InlineData(EncryptionMode.Auto, false)]
    public async Task A_plaintext_push_is_taken_where_the_mode_allows_it(EncryptionMode mode, bool isTaken)
    {
        var reply = await PushAsync(
            Plaintext(Pushes.Token, Now, "n"), options => (options.Encryption, options.EncodingAesKey) = (mode, Pushes.AesKey));

        Assert.Same(isTaken ? Reply.Success : RefusedReply.Forged, reply);
    }

    [Fact]
    public async Task An_encrypted_push_is_refused_by_a_plaintext_service()
        => Assert.Same(RefusedReply.Forged, await PushAsync(Encrypted(Pushes.Token, "cipher"), ciphertext: "cipher"));

    [Theory]
    [InlineData("cipher", true)]
    [InlineData("other", false)]
    [InlineData("", false)]
    public async Task The_signature_of_an_encrypted_push_covers_its_ciphertext(string ciphertext, bool isTaken)
    {
        var reply = await PushAsync(Encrypted(Pushes.Token, "cipher"), options => options.EncodingAesKey = Pushes.AesKey, ciphertext);

        Assert.Same(isTaken ? Reply.Success : RefusedReply.Forged, reply);
    }

    [Fact]
    public async Task The_plain_signature_of_an_encrypted_push_counts_for_nothing()
    {
        var query = Plaintext(Pushes.Token, Now, "n") + "&encrypt_type=aes";

        Assert.Same(RefusedReply.Forged, await PushAsync(query, options => options.EncodingAesKey = Pushes.AesKey, "cipher"));
    }

    [Fact]
    public async Task A_sealed_reply_is_signed_with_the_token_that_signed_the_push()
    {
        var message = Message(Encrypted("token-before", "cipher"), options => options.EncodingAesKey = Pushes.AesKey, "cipher");

        var answer = new SealedReply("sealed"u8.ToArray());
        var reply = await _transform.InvokeAsync(message, Pushes.Answering(answer), TestContext.Current.CancellationToken);

        var sealedReply = Assert.IsType<SealedReply>(reply);
        Assert.Equal(long.Parse(Now, null), sealedReply.Timestamp);
        Assert.Equal(Sign("token-before", Now, "n", "sealed"), Encoding.UTF8.GetString(sealedReply.Signature.Span));
    }

    [Fact]
    public async Task WeChats_check_of_the_URL_gets_its_echo_however_old_it_is()
    {
        var reply = await VerifyAsync(Plaintext(Pushes.Token, "1", "n") + "&echostr=%E4%BD%A0%2Bx%3Cb%3E");

        Assert.Equal("你+x<b>", Encoding.UTF8.GetString(Assert.IsType<WireReply>(reply).Body.Span));
    }

    [Fact]
    public async Task A_wrong_check_of_the_URL_is_refused()
    {
        Assert.Same(RefusedReply.Forged, await VerifyAsync(Plaintext("another", Now, "n") + "&echostr=1"));
        Assert.Same(RefusedReply.Forged, await VerifyAsync("echostr=1"));
        Assert.Same(RefusedReply.Malformed, await VerifyAsync(Plaintext(Pushes.Token, Now, "n")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_signed_as_WeCom_signs_is_refused_by_its_name_however_right_the_signature_is(bool isVerification)
    {
        var logs = new CollectedLogs();
        using var loggers = LoggerFactory.Create(builder => builder.AddProvider(logs));
        var transform = new SignatureTransform(new FakeTimeProvider(), loggers.CreateLogger<SignatureTransform>());
        var query = $"msg_signature={Sign(Pushes.Token, Now, "n", "cipher")}&timestamp={Now}&nonce=n&echostr=cipher";
        var service = Pushes.Service(options => options.EncodingAesKey = Pushes.AesKey);
        var message = new MessageContext(service, Pushes.Query(query), "<xml/>"u8.ToArray(), 0)
        {
            IsVerification = isVerification,
            Ciphertext = "cipher"u8.ToArray(),
        };

        var backend = Pushes.Answering(Reply.Success, _ => Assert.Fail("It arrived."));
        var reply = await transform.InvokeAsync(message, backend, TestContext.Current.CancellationToken);

        Assert.Same(RefusedReply.Forged, reply);
        var line = Assert.Single(logs.Lines);
        Assert.StartsWith("Information OfWeCom ", line, StringComparison.Ordinal);
        Assert.Contains("企业微信", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recorded_push_that_is_sent_as_the_check_of_the_URL_is_not_opened_for_its_sender()
    {
        var recorded = Encrypted(Pushes.Token, "cipher");

        Assert.Same(RefusedReply.Forged, await VerifyAsync(recorded + "&echostr=cipher"));
        var check = recorded.Replace("&encrypt_type=aes", "&echostr=cipher", StringComparison.Ordinal);
        Assert.Same(RefusedReply.Forged, await VerifyAsync(check));
    }

    [Fact]
    public void Long_parts_are_signed_as_short_ones_are()
    {
        var ciphertext = new string('z', 300_000);
        var nonce = new string('你', 5_000);
        var hex = new byte[Signature.Length];

        Signature.Compute(Encoding.UTF8.GetBytes(Pushes.Token), Now, nonce, Encoding.UTF8.GetBytes(ciphertext), hex);

        Assert.Equal(Sign(Pushes.Token, Now, nonce, ciphertext), Encoding.UTF8.GetString(hex));
    }

    private static string Plaintext(string token, string timestamp, string nonce)
        => $"signature={Sign(token, timestamp, nonce)}&timestamp={timestamp}&nonce={nonce}";

    private static string Encrypted(string token, string ciphertext)
        => $"msg_signature={Sign(token, Now, "n", ciphertext)}&timestamp={Now}&nonce=n&encrypt_type=aes";

    private static string Sign(params string[] parts)
#pragma warning disable CA5350 // WeChat's algorithm.
        => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(parts.Order(StringComparer.Ordinal)))));
#pragma warning restore CA5350

    private static MessageContext Message(string query, Action<ServiceOptions>? configure = null, string ciphertext = "")
    {
        var service = Pushes.Service(options =>
        {
            options.PreviousToken = "token-before";
            configure?.Invoke(options);
        });
        var message = Pushes.Message("", service, query);
        message.Ciphertext = Encoding.UTF8.GetBytes(ciphertext);
        return message;
    }

    private ValueTask<Reply> PushAsync(string query, Action<ServiceOptions>? configure = null, string ciphertext = "")
        => _transform.InvokeAsync(
            Message(query, configure, ciphertext), Pushes.Answering(Reply.Success), TestContext.Current.CancellationToken);

    private ValueTask<Reply> VerifyAsync(string query)
    {
        var message = new MessageContext(Pushes.Service(), Pushes.Query(query), default, 0) { IsVerification = true };
        return _transform.InvokeAsync(message, Pushes.Answering(Reply.Success), TestContext.Current.CancellationToken);
    }
}
