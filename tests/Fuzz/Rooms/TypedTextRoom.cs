using System.Text;
using System.Text.Json;
using WxYarpGateway.Fuzz.Mutation;
using WxYarpGateway.Fuzz.Runs;

namespace WxYarpGateway.Fuzz.Rooms;

/// <summary>
/// What users type: it arrives as it was typed, whatever it ends or begins, and all that WeChat wrote around it stays WeChat's.
/// </summary>
internal sealed class TypedTextRoom : FuzzRoom
{
    private static readonly string[] Names = [.. TypedPush.All.SelectMany(push => push.Fields).Where(field => !field.Name.Contains(
        '/', StringComparison.Ordinal)).Select(field => field.Name).Distinct(), "Encrypt", "ScanCodeInfo", "List", "item", "a", "userInfo"];

    private static readonly string[] Tokens =
    [
        .. Words.Xml, .. Names.SelectMany(name => new[] { $"]]></{name}>", $"<{name}><![CDATA[", $"</{name}>", $"<{name}>",
            $"<{name}>1</{name}>", $"<{name}><![CDATA[forged]]></{name}>" }),
        "]]></xml>", "]]></ScanResult></ScanCodeInfo>", "<ScanCodeInfo><ScanType><![CDATA[a]]></ScanType><ScanResult><![CDATA[",
            "]]]]><![CDATA[>", "]]><![CDATA[", "]]>b<![CDATA[", "]]> </Content >", "<status><![CDATA[hi]]></status>", "if(a[b[0]]>1){}",
    ];

    public override string Name => "typed";

    public override int Executions => 4_000;

    public override Grammar Grammar { get; } = new(Tokens, Forge);

    public override ValueTask<bool> TryAsync(byte[] input, Meter meter)
    {
        var dice = CipherRoom.DiceOf(input);
        var text = Encoding.UTF8.GetString(input);
        var push = dice.Pick(TypedPush.All);
        var typed = Enumerable.Range(0, push.Fields.Count).Where(index => push.Fields[index].IsTyped).ToList();
        var style = dice.Pick(TypedStyle.All);
        foreach (var field in typed)
        {
            Arrives(push, new Dictionary<int, string> { [field] = text }, style, isSplit: false, meter);
            Arrives(push, new Dictionary<int, string> { [field] = text }, style, isSplit: true, meter);
        }

        var half = text.Length / 2;
        half += half < text.Length && char.IsLowSurrogate(text[half]) ? 1 : 0;
        Arrives(push, typed.Zip([text[..half], text[half..], text]).ToDictionary(pair => pair.First, pair => pair.Second), style,
            isSplit: false, meter);
        return ValueTask.FromResult(true);
    }

    private static void Arrives(TypedPush push, Dictionary<int, string> typed, TypedStyle style, bool isSplit, Meter meter)
    {
        var xml = push.Write(typed, style, isSplit);
        var message = meter.Of(Encoding.UTF8.GetBytes(xml), XmlMessageRoom.Convert);
        Assert.True(message is not null, $"Refused: {xml}");
        using var json = JsonDocument.Parse(message.Body);
        var arrived = new List<(string Path, string Text)>();
        Flatten(json.RootElement, "", arrived);

        // Of several texts of one user, nobody can tell where one ends and the next begins if they hold the border between them.
        if (isSplit || (typed.Count == 1 && !HasBorder(push, typed) && !HasSections(push, typed)))
        {
            var expected = Paths(push).Select(of => (
                of.Path, Text: typed.TryGetValue(of.Index, out var text) ? Typed(text, isSplit) : push.Fields[of.Index].Value)).ToList();
            foreach (var field in expected)
            {
                Assert.True(
                    arrived.Contains(field), $"{field.Path} is not as typed in {Encoding.UTF8.GetString(message.Body.Span)} of {xml}");
            }

            foreach (var field in arrived)
            {
                Assert.True(expected.Contains(field) || IsAdded(field, expected), $"{field.Path} is forged by {xml}");
            }
        }

        Assert.Equal(("oUser1", "gh_1", "1700000000"), (message.FromUserName, message.ToUserName, message.Head.CreateTime));
        Assert.Equal(Value(push, "MsgType"), message.MsgType);
        Assert.Equal(Value(push, "Event"), message.Event);
        Assert.Equal(Value(push, "MsgId"), message.Head.MsgId);
    }

    /// <summary>
    /// Returns whether a field is one that the gateway adds for backends of go-wx-gateway's: empty, or what stands deeper as well.
    /// </summary>
    private static bool IsAdded((string Path, string Text) field, List<(string Path, string Text)> expected)
        => field.Text is "" or "0"
            || expected.Exists(other => other.Path.EndsWith(field.Path, StringComparison.Ordinal) && other.Text == field.Text);

    private static string Value(TypedPush push, string name) => push.Fields.FirstOrDefault(field => field.Name == name)?.Value ?? "";

    private static bool HasBorder(TypedPush push, Dictionary<int, string> typed)
        => push.Fields.Where((field, index) => field.IsTyped && !typed.ContainsKey(index)).Any(
            other => typed.Values.Any(text => text.Contains($"</{other.Name}", StringComparison.Ordinal)));

    // Where it is not known that users fill a field, several sections of CDATA are what they are in XML.
    private static bool HasSections(TypedPush push, Dictionary<int, string> typed)
        => typed.Any(pair => push.Fields[pair.Key].Name.StartsWith("New", StringComparison.Ordinal)
            && pair.Value.Contains("<![CDATA[", StringComparison.Ordinal));

    private static string Typed(string text, bool isSplit)
    {
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

        // What a writer has split is put together; that nobody types it is the one thing that is taken for granted.
        return !isSplit && text.Split("]]>").Length == text.Split("]]]]><![CDATA[>").Length
            ? text.Replace("]]]]><![CDATA[>", "]]>", StringComparison.Ordinal) : text;
    }

    private static IEnumerable<(string Path, int Index)> Paths(TypedPush push)
    {
        var path = "";
        for (var index = 0; index < push.Fields.Count; index++)
        {
            var name = push.Fields[index].Name;
            if (name.EndsWith('/'))
            {
                path += "/" + name[..^1];
            }
            else if (name.StartsWith('/'))
            {
                path = path[..^name.Length];
            }
            else
            {
                yield return ($"{path}/{name}".Replace("/item", "", StringComparison.Ordinal), index);
            }
        }
    }

    private static void Flatten(JsonElement element, string path, List<(string Path, string Text)> into)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    Flatten(member.Value, $"{path}/{member.Name}", into);
                }

                break;
            case JsonValueKind.Array:
                foreach (var entry in element.EnumerateArray())
                {
                    Flatten(entry, path, into);
                }

                break;
            default:
                into.Add((path, element.ToString()));
                break;
        }
    }

    /// <summary>Writes what somebody would who wants to be taken for WeChat.</summary>
    private static byte[] Forge(Dice dice, byte[] input, byte[] other)
    {
        var text = new StringBuilder(dice.OnceIn(2) ? Encoding.UTF8.GetString(input) : "a");
        for (var count = 1 + dice.Small(6); count > 0; count--)
        {
            text.Append(dice.Pick(Tokens));
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
