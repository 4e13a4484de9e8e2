using System.Text;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes.Cipher;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Simulator.Pushes.Replies;

/// <summary>Opens the answer to a push: verifies its signature, decrypts it, and checks its fields.</summary>
internal sealed class ReplyReader(PushIdentity identity, RenderedMessage push)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public SimulatedReply Read(byte[] body)
    {
        var text = Decode(body);

        // Both mean that the account does not reply; they are never encrypted (PROTOCOL 1.5).
        if (text is "" or "success")
        {
            return push.WantsObject ? throw ObjectRules.Missing(push.Event) : new SimulatedReply { Text = text };
        }

        var fields = Parse(text);
        if (identity.Encryption == EncryptionMode.Plaintext || !fields.ContainsKey("Encrypt"))
        {
            return identity.Encryption == EncryptionMode.Safe
                ? throw new MalformedReplyException("The reply must be encrypted in safe mode; it is not.")
                : Accept(text, fields, isSealed: false);
        }

        var opened = Unseal(fields);
        return Accept(opened, Parse(opened), isSealed: true);
    }

    private static string Decode(byte[] body)
    {
        try
        {
            return StrictUtf8.GetString(body);
        }
        catch (DecoderFallbackException exception)
        {
            throw new MalformedReplyException("The reply must be UTF-8.", exception);
        }
    }

    private Dictionary<string, string> Parse(string text) =>
        identity.Format == DataFormat.Json ? ReplyFields.ReadJson(text) : ReplyFields.ReadXml(text);

    private SimulatedReply Accept(string text, Dictionary<string, string> fields, bool isSealed)
    {
        var reply =
            new SimulatedReply { Text = text, IsSealed = isSealed, MsgType = fields.GetValueOrDefault("MsgType", ""), Fields = fields };
        if (push.WantsObject || (push.AllowsObject && ObjectRules.IsObject(fields)))
        {
            return ObjectRules.Check(reply, push.Event, isWanted: push.WantsObject);
        }

        if (identity.Kind == AccountKind.MiniProgram)
        {
            MiniProgramRules.Check(fields, push);
            return reply;
        }

        // WeChat does not document the fields of an official account's JSON reply, so they are not checked.
        if (identity.Format == DataFormat.Xml)
        {
            ReplyRules.Check(fields, push);
        }

        ReplyRules.CheckLength(fields);
        return ArticleRules.Apply(reply, ReplyRules.CountArticles(fields), push.MsgType);
    }

    private string Unseal(Dictionary<string, string> envelope)
    {
        string Field(string name) =>
            envelope.GetValueOrDefault(name) ?? throw new MalformedReplyException($"The encrypted reply lacks '{name}'.");

        var encrypt = Field("Encrypt");
        if (Field("MsgSignature") != Signature.Of(identity.Token, Field("TimeStamp"), Field("Nonce"), encrypt))
        {
            throw new MalformedReplyException(
                "The encrypted reply's 'MsgSignature' is wrong: "
                + "it must be computed from the token and the reply's own TimeStamp, Nonce and Encrypt.");
        }

        try
        {
            var opened = new EnvelopeCipher(identity.EncodingAesKey!).Open(encrypt);
            return opened.ReceiverId == identity.AppId
                ? opened.Message
                : throw new MalformedReplyException(
                    $"The encrypted reply names the AppId '{opened.ReceiverId}'; it must be '{identity.AppId}'.");
        }
        catch (EnvelopeException exception)
        {
            throw new MalformedReplyException($"The encrypted reply cannot be opened: {exception.Message}.", exception);
        }
    }
}
