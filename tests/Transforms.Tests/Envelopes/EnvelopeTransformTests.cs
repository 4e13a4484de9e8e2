using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using WxYarpGateway.Transforms.Envelopes;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.Formats;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Tests.Pipeline;

namespace WxYarpGateway.Transforms.Tests.Envelopes;

public sealed class EnvelopeTransformTests
{
    private static readonly SealedReply SealedAnswer = new("c+/=="u8.ToArray())
    {
        Timestamp = 1767225600,
        Signature = "0123456789abcdef0123456789abcdef01234567"u8.ToArray(),
    };

    private readonly EnvelopeTransform _transform = new();

    [Theory]
    [InlineData("<xml><ToUserName>gh_1</ToUserName><Encrypt><![CDATA[a+/b==]]></Encrypt></xml>", "a+/b==")]
    [InlineData("<xml><Encrypt>a+/b==</Encrypt></xml>", "a+/b==")]
    [InlineData("<xml><Encrypt>\n  <![CDATA[a+/b==]]>\n</Encrypt></xml>", "a+/b==")]
    [InlineData("<xml><Encrypt>a&#43;/b==</Encrypt></xml>", "a+/b==")]
    [InlineData("\uFEFF<?xml version=\"1.0\"?><xml><Encrypt>a</Encrypt></xml>", "a")]
    [InlineData("<xml><Encrypt>first</Encrypt><Encrypt>second</Encrypt></xml>", "first")]
    [InlineData("<xml><Deep><Encrypt>a</Encrypt></Deep></xml>", "")]
    [InlineData("<xml><encrypt>a</encrypt></xml>", "")]
    [InlineData("<xml><Encrypt><Encrypt>a</Encrypt></Encrypt></xml>", "")]
    [InlineData("<xml><Encrypt/></xml>", "")]
    [InlineData("<xml/>", "")]
    [InlineData("""{"ToUserName":"gh_1","Encrypt":"a+/b=="}""", "a+/b==")]
    [InlineData("""{"Encrypt":"a+\/b==","ToUserName":"gh_1"}""", "a+/b==")]
    [InlineData("""{"\u0045ncrypt":"a\u002b\u002Fb=="}""", "a+/b==")]
    [InlineData(""" { "Encrypt" : "a" } """, "a")]
    [InlineData("\uFEFF{\"Encrypt\":\"a\"}", "a")]
    [InlineData("""{"Encrypt":"first","Encrypt":"second"}""", "first")]
    [InlineData("""{"Encrypt":{"Encrypt":"a"}}""", "")]
    [InlineData("""{"Encrypt":["a"]}""", "")]
    [InlineData("""{"Encrypt":1}""", "")]
    [InlineData("""{"Encrypt":null}""", "")]
    [InlineData("""{"encrypt":"a"}""", "")]
    [InlineData("{}", "")]
    public async Task The_ciphertext_is_taken_out_of_the_envelope(string envelope, string ciphertext)
    {
        var message = Encrypted(envelope);

        await _transform.InvokeAsync(message, Pushes.Answering(Reply.Success), TestContext.Current.CancellationToken);

        Assert.Equal(ciphertext, Encoding.UTF8.GetString(message.Ciphertext.Span));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("<xml><Encrypt>a</Encrypt>")]
    [InlineData("<!DOCTYPE xml><xml><Encrypt>a</Encrypt></xml>")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"Encrypt":"a"}{}""")]
    [InlineData("""{"Encrypt":"a",}""")]
    [InlineData("{\"Encrypt\":\"a")]
    public async Task What_is_no_envelope_is_refused_as_malformed(string envelope)
        => Assert.Same(RefusedReply.Malformed, await InvokeAsync(envelope, Reply.Success));

    // Each character is one byte. Compatible mode puts the message in clear into the envelope as well.
    [Theory]
    [InlineData("{\"Content\":\"\xe4\xbd\",\"Encrypt\":\"a\"}")]
    [InlineData("{\"Content\":\"x\n\u0002\",\"Encrypt\":\"a\"}")]
    [InlineData("{\"Content\":\"\\ud83d\",\"Encrypt\":\"a\"}")]
    [InlineData("{\"Encrypt\":\"a\"}\0\0")]
    [InlineData("<xml><Content><![CDATA[\xff]]></Content><Encrypt>a</Encrypt></xml>")]
    [InlineData("<xml><Content><![CDATA[<b><![CDATA[c]]></b>]]></Content><Encrypt><![CDATA[a]]></Encrypt></xml>")]
    [InlineData(
        "<xml><Content><![CDATA[]]></Content><Encrypt><![CDATA[b]]></Encrypt>"
        + "<Content><![CDATA[]]></Content><Encrypt><![CDATA[a]]></Encrypt></xml>")]
    [InlineData("<xml><Content><![CDATA[]]></Content><Encrypt><![CDATA[b]]></Content><Encrypt><![CDATA[a]]></Encrypt></xml>")]
    [InlineData("<xml><Content><![CDATA[]]></Content></xml>]]></Content><Encrypt><![CDATA[a]]></Encrypt></xml>")]
    [InlineData(
        "<xml><Encrypt><![CDATA[a]]></Encrypt><Content><![CDATA[]]></Content>"
        + "<Encrypt><![CDATA[b]]></Encrypt><Content><![CDATA[]]></Content></xml>")]
    public async Task What_a_user_typed_does_not_keep_the_encrypted_part_from_being_found(string latin1)
    {
        var message = new MessageContext(Pushes.Service(), Pushes.Query("encrypt_type=aes"), Encoding.Latin1.GetBytes(latin1), 0);

        await _transform.InvokeAsync(message, Pushes.Answering(Reply.Success), TestContext.Current.CancellationToken);

        Assert.Equal("a", Encoding.UTF8.GetString(message.Ciphertext.Span));
    }

    [Fact]
    public async Task Only_the_encrypted_part_of_a_compatible_push_is_believed()
    {
        var message = Encrypted("<xml><Content>forged</Content><Encrypt>a</Encrypt></xml>");

        await _transform.InvokeAsync(message, Pushes.Answering(Reply.Success), TestContext.Current.CancellationToken);

        Assert.Equal("a", Encoding.UTF8.GetString(message.Ciphertext.Span));
        Assert.Equal(MessageHead.Unknown, message.Head);
    }

    [Theory]
    [InlineData("encrypt_type=raw")]
    [InlineData("")]
    [InlineData("encrypt_type=AES")]
    public async Task A_plaintext_push_passes_as_it_is(string query)
    {
        var message = Pushes.Message("<xml><Encrypt>a</Encrypt></xml>", query: query);

        var reply = await _transform.InvokeAsync(message, Pushes.Answering(WireReply.Nothing), TestContext.Current.CancellationToken);

        Assert.Same(WireReply.Nothing, reply);
        Assert.True(message.Ciphertext.IsEmpty);
    }

    [Fact]
    public async Task A_sealed_reply_gets_an_XML_envelope_when_the_push_had_one()
    {
        var reply = Assert.IsType<WireReply>(await InvokeAsync("<xml><Encrypt>a</Encrypt></xml>", SealedAnswer));

        var xml = XElement.Parse(Encoding.UTF8.GetString(reply.Body.Span));
        Assert.Equal(WireReply.Xml, reply.ContentType);
        Assert.Equal(["Encrypt", "MsgSignature", "TimeStamp", "Nonce"], xml.Elements().Select(element => element.Name.LocalName));
        Assert.Equal(
            ["c+/==", "0123456789abcdef0123456789abcdef01234567", "1767225600", "n]]><\""],
            xml.Elements().Select(element => element.Value));
    }

    [Fact]
    public async Task A_sealed_reply_gets_a_JSON_envelope_when_the_push_had_one()
    {
        var reply = Assert.IsType<WireReply>(await InvokeAsync("""{"Encrypt":"a"}""", SealedAnswer));

        var json = JsonDocument.Parse(reply.Body).RootElement;
        Assert.Equal(WireReply.Json, reply.ContentType);
        Assert.Equal("c+/==", json.GetProperty("Encrypt").GetString());
        Assert.Equal("0123456789abcdef0123456789abcdef01234567", json.GetProperty("MsgSignature").GetString());
        Assert.Equal(1767225600, json.GetProperty("TimeStamp").GetInt64());
        Assert.Equal("n]]><\"", json.GetProperty("Nonce").GetString());
        Assert.Equal(4, json.EnumerateObject().Count());
    }

    [Theory]
    [InlineData("<xml><Encrypt>a</Encrypt></xml>", MessageFormat.Json, WireReply.Xml)]
    [InlineData("""{"Encrypt":"a"}""", MessageFormat.Xml, WireReply.Json)]
    public async Task The_envelope_of_the_reply_is_the_pushs_whatever_was_inside(string envelope, MessageFormat inside, string contentType)
    {
        var message = Encrypted(envelope);

        var backend = Pushes.Answering(SealedAnswer, opened => (opened.Body, opened.Format) = (default, inside));
        var reply = await _transform.InvokeAsync(message, backend, TestContext.Current.CancellationToken);

        Assert.Equal(contentType, Assert.IsType<WireReply>(reply).ContentType);
    }

    [Fact]
    public async Task Success_and_refusals_get_no_envelope()
    {
        Assert.Same(WireReply.Nothing, await InvokeAsync("<xml><Encrypt>a</Encrypt></xml>", WireReply.Nothing));
        Assert.Same(RefusedReply.Forged, await InvokeAsync("""{"Encrypt":"a"}""", RefusedReply.Forged));
    }

    private static MessageContext Encrypted(string envelope) => Pushes.Message(envelope, query: "encrypt_type=aes&nonce=n%5D%5D%3E%3C%22");

    private ValueTask<Reply> InvokeAsync(string envelope, Reply reply)
        => _transform.InvokeAsync(Encrypted(envelope), Pushes.Answering(reply), TestContext.Current.CancellationToken);
}
