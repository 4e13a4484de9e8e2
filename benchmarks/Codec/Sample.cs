using System.Globalization;
using System.Text;

namespace WxYarpGateway.Codec;

/// <summary>A message as WeChat writes it, in XML.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Xml">The message.</param>
public sealed record Sample(string Name, ReadOnlyMemory<byte> Xml)
{
    private const int Large = 64 * 1024;

    private const string Names
        = "<ToUserName><![CDATA[gh_0123456789ab]]></ToUserName><FromUserName><![CDATA[oBenchUser000000000000000042]]></FromUserName>";

    /// <summary>Gets what most pushes carry: a user's text.</summary>
    public static Sample Text { get; } = new(
        "text",
        Encoding.UTF8.GetBytes(
            $"<xml>{Names}<CreateTime>1700000000</CreateTime><MsgType><![CDATA[text]]></MsgType>"
            + "<Content><![CDATA[hello 你好 42]]></Content><MsgId>20000001000000042</MsgId></xml>"));

    /// <summary>Returns the event that tells how a mass message went: nested, with lists.</summary>
    public static Sample MassSend()
        => new("MASSSENDJOBFINISH", File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "event_MASSSENDJOBFINISH.xml")));

    /// <summary>Returns an event of 64 KiB, a list of many short fields: the hardest kind for its length.</summary>
    public static Sample Lengthy()
    {
        var xml = new StringBuilder($"<xml>{Names}")
            .Append("<CreateTime>1700000000</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[bench_list]]></Event><List>");
        for (var number = 0; Encoding.UTF8.GetByteCount(xml.ToString()) < Large; number++)
        {
            xml.Append(CultureInfo.InvariantCulture, $"<item><Index>{number}</Index><Title><![CDATA[标题 {number}]]></Title>")
                .Append(CultureInfo.InvariantCulture, $"<Url><![CDATA[https://example.com/{number}?a=1&b=2]]></Url></item>");
        }

        return new Sample("64 KiB", Encoding.UTF8.GetBytes(xml.Append("</List></xml>").ToString()));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
