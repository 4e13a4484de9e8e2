using System.Xml.Linq;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Cipher;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Simulator.Tests.Pushes;

public sealed class SealedPushTests
{
    private const string Key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_forger_may_choose_every_part_of_the_query()
    {
        var query = QueryOf(Create(new PushOptions { Timestamp = "1", Nonce = "a&b", Signature = "no", MsgSignature = "nor this" }));

        Assert.Equal(("1", "a&b", "no", "nor this"), (query["timestamp"], query["nonce"], query["signature"], query["msg_signature"]));
    }

    [Fact]
    public void An_overridden_timestamp_and_nonce_are_signed()
    {
        var query = QueryOf(Create(new PushOptions { Timestamp = "1", Nonce = "2" }));

        Assert.Equal(Signature.Of("t", "1", "2"), query["signature"]);
    }

    [Fact]
    public void An_empty_signature_is_left_out()
    {
        var query = QueryOf(Create(new PushOptions { Signature = "", MsgSignature = "" }));

        Assert.DoesNotContain("signature", query.Keys);
        Assert.DoesNotContain("msg_signature", query.Keys);
        Assert.Equal("aes", query["encrypt_type"]);
    }

    [Fact]
    public void Another_appid_token_and_key_may_be_used()
    {
        const string otherKey = "0123456789012345678901234567890123456789012";
        var push = Create(new PushOptions { ReceiverId = "wxother", Token = "t2", EncodingAesKey = otherKey });

        Assert.Equal("wxother", new EnvelopeCipher(otherKey).Open(EncryptOf(push)).ReceiverId);
        Assert.Equal(Signature.Of("t2", push.Query.Timestamp, push.Query.Nonce), QueryOf(push)["signature"]);
    }

    [Fact]
    public void A_ciphertext_tampered_with_after_signing_no_longer_fits_its_signature()
    {
        var push = Create(new PushOptions { TampersAfterSigning = true });
        var encrypt = EncryptOf(push);

        Assert.NotEqual(Signature.Of("t", push.Query.Timestamp, push.Query.Nonce, encrypt), QueryOf(push)["msg_signature"]);
        Assert.Equal(0, Convert.FromBase64String(encrypt).Length % 32);
    }

    [Theory]
    [InlineData(CipherFlaw.WrongPadding)]
    [InlineData(CipherFlaw.NotBase64)]
    [InlineData(CipherFlaw.Empty)]
    public void A_corrupted_ciphertext_is_signed_anyway(CipherFlaw flaw)
    {
        var push = Create(new PushOptions { Flaw = flaw });

        Assert.Equal(Signature.Of("t", push.Query.Timestamp, push.Query.Nonce, EncryptOf(push)), QueryOf(push)["msg_signature"]);
    }

    [Fact]
    public void A_plaintext_push_can_be_sent_to_a_safe_account()
    {
        var push = Create(new PushOptions { Encryption = EncryptionMode.Plaintext });

        Assert.DoesNotContain("encrypt_type", QueryOf(push).Keys);
        Assert.Contains("<Content>", push.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void The_plain_part_of_a_compatible_push_can_be_forged()
    {
        var push = Create(new PushOptions { Encryption = EncryptionMode.Compatible, VisibleMessage = PushedMessage.Text("lie") });

        Assert.Contains("<![CDATA[lie]]>", push.Body, StringComparison.Ordinal);
        Assert.Contains("<![CDATA[truth]]>", new EnvelopeCipher(Key).Open(EncryptOf(push)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_body_the_type_and_the_headers_may_be_anything()
    {
        var push = Create(new PushOptions { Body = "<bomb/>", ContentType = "image/png" });
        using var request = push.ToRequest(
            new Uri("http://gateway/wx?tenant=1"),
            new Dictionary<string, string> { ["X-WeChat-Service"] = "forged" });

        Assert.Equal(("<bomb/>", "image/png"), (push.Body, request.Content!.Headers.ContentType!.ToString()));
        Assert.Equal("forged", Assert.Single(request.Headers.GetValues("X-WeChat-Service")));
        Assert.StartsWith("?tenant=1&signature=", request.RequestUri!.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_no_utf8_can_be_sent()
    {
        byte[] bytes = [0xff, 0xfe, 0x00];
        using var request = Create(new PushOptions { BodyBytes = bytes }).ToRequest(
            new Uri("http://gateway/wx"),
            new Dictionary<string, string>());

        Assert.Equal(bytes, await request.Content!.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void An_authorization_event_of_a_platform_is_headed_by_its_AppId()
    {
        var message = RenderedMessage.Read("<xml><AppId>wxp</AppId><InfoType>unauthorized</InfoType></xml>");
        var push = SealedPush.Create(Identity(new PushOptions()), message, new PushOptions(), Now);

        Assert.Equal(["AppId", "Encrypt"], XDocument.Parse(push.Body).Root!.Elements().Select(element => element.Name.LocalName));
    }

    [Fact]
    public void Secrets_are_not_in_the_identitys_text()
    {
        var text = Identity(new PushOptions()).ToString();

        Assert.DoesNotContain(Key, text, StringComparison.Ordinal);
    }

    private static PushIdentity Identity(PushOptions options) => options.IdentityOf(
        new SimulatedAccount { AppId = "wx1", OriginalId = "gh_1", Token = "t", EncodingAesKey = Key, Encryption = EncryptionMode.Safe });

    private static SealedPush Create(PushOptions options)
    {
        var identity = Identity(options);
        return SealedPush.Create(identity, MessageWriter.Write(PushedMessage.Text("truth"), identity, Now), options, Now);
    }

    private static string EncryptOf(SealedPush push) => XDocument.Parse(push.Body).Root!.Element("Encrypt")!.Value;

    private static Dictionary<string, string> QueryOf(SealedPush push) =>
        push.Query.On(new Uri("http://gateway/wx")).Query[1..].Split('&').Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));
}
