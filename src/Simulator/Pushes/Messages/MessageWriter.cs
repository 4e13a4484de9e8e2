using System.Globalization;
using System.Text;
using WxYarpGateway.Simulator.Accounts;

namespace WxYarpGateway.Simulator.Pushes.Messages;

/// <summary>Writes messages and envelopes as WeChat writes them.</summary>
internal static class MessageWriter
{
    public static RenderedMessage Write(PushedMessage message, PushIdentity identity, DateTimeOffset now) =>
        RenderedMessage.Read(message.RawText ?? Write(FieldsOf(message, identity, now), identity.Format));

    public static string Write(IEnumerable<PushedField> fields, DataFormat format) =>
        format == DataFormat.Json ? WriteJson(fields) : WriteXml(fields);

    /// <summary>Appends one field to the text of a message.</summary>
    public static string Append(RenderedMessage message, PushedField field)
    {
        var end = message.IsJson ? message.Text.LastIndexOf('}') : message.Text.LastIndexOf("</", StringComparison.Ordinal);
        return end < 0
            ? throw new ArgumentException("A malformed message has no place for 'Encrypt'; push it in safe mode.", nameof(message))
            : message.Text.Insert(end, message.IsJson ? $",{FieldWriter.Member(field)}" : $"{FieldWriter.Element(field)}\n");
    }

    private static List<PushedField> FieldsOf(PushedMessage message, PushIdentity identity, DateTimeOffset now)
    {
        List<PushedField> fields =
        [
            new("ToUserName", message.ToUser ?? identity.OriginalId),
            new("FromUserName", message.FromUser),
            new("CreateTime", (message.CreatedAt ?? now).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), IsNumber: true),
            new("MsgType", message.MsgType),
            .. message.Fields,
        ];
        if (message.MsgId is { } id)
        {
            fields.Add(new PushedField("MsgId", id.ToString(CultureInfo.InvariantCulture), IsNumber: true));
        }

        return fields;
    }

    private static string WriteXml(IEnumerable<PushedField> fields) =>
        new StringBuilder("<xml>").AppendJoin('\n', fields.Select(FieldWriter.Element)).Append("\n</xml>").ToString();

    private static string WriteJson(IEnumerable<PushedField> fields) => $"{{{string.Join(',', fields.Select(FieldWriter.Member))}}}";
}
