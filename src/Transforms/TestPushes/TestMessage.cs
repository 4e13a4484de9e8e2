using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using WxYarpGateway.Transforms.Conversion;
using WxYarpGateway.Transforms.Pipeline.Formats;
using WxYarpGateway.Transforms.Xml;
using XmlNode = WxYarpGateway.Transforms.Xml.XmlNode;

namespace WxYarpGateway.Transforms.TestPushes;

/// <summary>A message to test a service with: read like one of WeChat's, changed, and written as WeChat writes them.</summary>
public sealed class TestMessage
{
    private const string ToUser = "ToUserName";
    private const string Time = "CreateTime";
    private const string Id = "MsgId";

    private readonly XElement _root;

    private TestMessage(XElement root)
    {
        _root = root;
    }

    /// <summary>Gets the original id of the account that the message is for; empty when it has none.</summary>
    public string ToUserName => TextOf(ToUser);

    /// <summary>Gets the type of the message.</summary>
    public string MsgType => TextOf("MsgType");

    /// <summary>
    /// Reads a message as the gateway reads those of WeChat; returns <see langword="null"/> when it would refuse the message.
    /// </summary>
    /// <param name="xml">The message as XML.</param>
    public static TestMessage? Read(ReadOnlyMemory<byte> xml)
    {
        using var table = XmlTable.Parse(xml);
        if (table is null || table[0].FirstChild == XmlNode.None)
        {
            return null;
        }

        try
        {
            return new TestMessage(ElementOf(table, 0));
        }
        catch (XmlException)
        {
            // The lenient reader takes names that no writer writes.
            return null;
        }
    }

    /// <summary>
    /// Sets a field, or adds one at the top; returns what is wrong with it, as a predicate, or <see langword="null"/>.
    /// </summary>
    /// <param name="path">The name of a field at the top, or of one within it: <c>SendLocationInfo.Label</c>.</param>
    /// <param name="value">The text.</param>
    public string? Set(string path, string value)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(value);
        if (!IsText(value))
        {
            return "has a character that XML cannot carry";
        }

        var names = path.Split('.');
        if (!Array.TrueForAll(names, IsName))
        {
            return "is no name of a field";
        }

        var parent = _root;
        foreach (var name in names[..^1])
        {
            if (parent.Element(name) is not { } child)
            {
                return "is not in the message";
            }

            parent = child;
        }

        var field = parent.Element(names[^1]);
        if (field is null && parent != _root)
        {
            return "is not in the message";
        }

        if (field is null)
        {
            parent.Add(field = new XElement(names[^1]));
        }

        field.ReplaceAll(new XCData(value));
        return null;
    }

    /// <summary>Makes a message of now of it: the time is now's, and it has an id that no message has had.</summary>
    /// <param name="now">The time.</param>
    public void Renew(DateTimeOffset now)
    {
        Put(Time, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        if (MsgType != "event" || _root.Element(Id) is not null)
        {
            // As long as WeChat's are.
            Put(Id, (9_000_000_000_000_000_000 + RandomNumberGenerator.GetInt32(int.MaxValue)).ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Returns the message as XML.</summary>
    internal string ToXml() => _root.ToString(SaveOptions.DisableFormatting);

    /// <summary>Returns the message with one field more, which compatible mode has.</summary>
    internal string ToXml(string field, string value)
        => new XElement(_root.Name, _root.Nodes(), new XElement(field, new XCData(value))).ToString(SaveOptions.DisableFormatting);

    /// <summary>Returns the message as JSON, as shops get theirs.</summary>
    internal string ToJson() => JsonOf(Encoding.UTF8.GetBytes(ToXml()))!;

    /// <summary>Returns a document of WeChat's as JSON; <see langword="null"/> when it is none.</summary>
    internal static string? JsonOf(ReadOnlyMemory<byte> xml)
    {
        using var table = XmlTable.Parse(xml);
        if (table is null)
        {
            return null;
        }

        var written = new ArrayBufferWriter<byte>(xml.Length);
        using (var json = new Utf8JsonWriter(written, MessageJson.ToBackend))
        {
            XmlMessage.WriteElement(table, 0, json);
        }

        return Encoding.UTF8.GetString(written.WrittenSpan);
    }

    private static bool IsName(string name) => name.Length is > 0 and <= 64 && name.All(letter => char.IsAsciiLetterOrDigit(letter)
        || letter is '_' or '-') && (char.IsAsciiLetter(name[0]) || name[0] == '_');

    private static bool IsText(string value)
    {
        try
        {
            XmlConvert.VerifyXmlChars(value);
            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    private static XElement ElementOf(XmlTable table, int node)
    {
        var element = new XElement(XmlConvert.VerifyNCName(Encoding.UTF8.GetString(table.Name(node))));
        for (var head = table[node].FirstChild; head != XmlNode.None; head = table[head].NextName)
        {
            for (var child = head; child != XmlNode.None; child = table[child].NextSame)
            {
                element.Add(ElementOf(table, child));
            }
        }

        if (table[node].FirstChild == XmlNode.None)
        {
            var text = Encoding.UTF8.GetString(table.Text(node));
            XmlConvert.VerifyXmlChars(text);
            element.Add(table[node].HasCharacterData ? new XCData(text) : new XText(text));
        }

        return element;
    }

    private string TextOf(string name) => _root.Element(name)?.Value ?? "";

    private void Put(string name, string number)
    {
        if (_root.Element(name) is { } field)
        {
            field.ReplaceAll(new XText(number));
        }
        else
        {
            _root.Add(new XElement(name, new XText(number)));
        }
    }
}
