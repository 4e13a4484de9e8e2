using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using WxYarpGateway.Fuzz.Mutation;
using WxYarpGateway.Fuzz.Runs;
using WxYarpGateway.TokenService.Api.Json;
using WxYarpGateway.Transforms.Conversion;
using WxYarpGateway.Transforms.LateReplies;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Replies;

namespace WxYarpGateway.Fuzz.Rooms;

/// <summary>Backends' answers: read as they mean it, and written so that WeChat reads the same texts.</summary>
internal sealed class ReplyRoom : FuzzRoom
{
    private const int MostArticles = 8;

    private static readonly string[] Names = ["type", "msg", "title", "desc", "url", "hqUrl", "kfAccount", "articles", "picUrl", "Type",
        "MSG", "x", "\u212AfAccount", "t\u0131tle"];
    private static readonly string[] Kinds = [
        "\"text\"", "\"image\"", "\"voice\"", "\"video\"", "\"music\"", "\"news\"", "\"transfer_customer_service\"", "\"success\"",
            "\"TEXT\"", "\"\"", "]]>", "]\u0001]>", "]]\uFFFF>", "\u0001", "\uFFFE", "\\ud83d\\ude00"];

    public override string Name => "replies";

    public override int Executions => 10_000;

    public override Grammar Grammar { get; } = new([.. Words.Json, .. Kinds, .. Names], JsonChanges.With(Names));

    public override ValueTask<bool> TryAsync(byte[] input, Meter meter)
    {
        var reply = meter.Of(input, static body => BackendReply.Read(body));
        if (Expected(input) is { } expected)
        {
            Assert.Equal(expected.IsReply, reply is not null);
            Assert.True(reply is null || TextsOf(reply).SequenceEqual(expected.Texts), "A reply says something else than the backend.");
        }

        if (reply is not PassiveReply passive)
        {
            return ValueTask.FromResult(reply is not null);
        }

        var head = new MessageHead { FromUserName = TextsOf(reply).FirstOrDefault("o1"), ToUserName = "gh_1" };
        var (xml, json) = meter.Of(
            (passive, head),
            static of => (
                ReplyXml.Write(of.passive, of.head, Shop.Clock.GetUtcNow()), ReplyJson.Write(of.passive, of.head, Shop.Clock.GetUtcNow())));
        var root = XDocument.Parse(Encoding.UTF8.GetString(xml.Body.Span)).Root!;
        Assert.Equal(ForXml(head.FromUserName), root.Element("ToUserName")!.Value);
        Assert.Equal(
            TextsOf(reply).Select(ForXml), root.Elements().Skip(4).Where(element => element.Name != "ArticleCount").SelectMany(LeavesOf));

        using var document = JsonDocument.Parse(json.Body);
        Assert.Equal(ForWeChat(head.FromUserName), document.RootElement.GetProperty("ToUserName").GetString());
        Assert.Equal(
            TextsOf(reply).Select(ForWeChat), document.RootElement.EnumerateObject().Skip(4).SelectMany(member => LeavesOf(member.Value)));

        if (CustomerServiceMessage.Write(reply, head.FromUserName) is { } late)
        {
            using var sent = JsonDocument.Parse(late);
            Assert.Equal(ForWeChat(head.FromUserName), sent.RootElement.GetProperty("touser").GetString());
        }

        var stored = StoredReply.Read(Encoding.UTF8.GetString(StoredReply.Write(reply)));
        Assert.True(stored?.GetType() == reply.GetType() && TextsOf(stored).SequenceEqual(TextsOf(reply)),
            "A reply is not read from the store as it was written.");
        return ValueTask.FromResult(true);
    }

    public static IEnumerable<string> TextsOf(Reply reply) => reply switch
    {
        TextReply text => [text.Content],
        ImageReply image => [image.MediaId],
        VoiceReply voice => [voice.MediaId],
        VideoReply video => [video.MediaId, video.Title, video.Description],
        MusicReply { ThumbMediaId: "" } music => [music.Title, music.Description, music.Url, music.HighQualityUrl],
        MusicReply music => [music.Title, music.Description, music.Url, music.HighQualityUrl, music.ThumbMediaId],
        NewsReply news
            => news.Articles.SelectMany(article => new[] { article.Title, article.Description, article.PictureUrl, article.Url }),
        TransferCustomerServiceReply { Account: { Length: > 0 } account } => [account],
        _ => [],
    };

    /// <summary>What is left of a text in XML: what it can carry, with the line ends that every reader makes.</summary>
    private static string ForXml(string text)
        => string.Concat(text.EnumerateRunes().Where(rune => rune.Value is '\t' or '\n' or '\r' or (>= 0x20 and not 0xFFFE and not 0xFFFF)))
            .Replace("\r\n", "\n", StringComparison.Ordinal)
            .Replace('\r', '\n');

    private static string ForWeChat(string text)
        => string.Concat(text.EnumerateRunes().Where(rune => rune.Value is >= 0x20 or '\t' or '\n' or '\r' or '\b' or '\f'));

    private static IEnumerable<string> LeavesOf(XElement element) => element.HasElements ? element.Elements().SelectMany(LeavesOf)
        : [element.Value];

    private static IEnumerable<string> LeavesOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => LeavesOf(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(LeavesOf),
        JsonValueKind.String => [element.GetString()!],
        _ => [],
    };

    /// <summary>Reads the answer as its description in the documentation says; <see langword="null"/> when that does not tell.</summary>
    private static (bool IsReply, IReadOnlyList<string> Texts)? Expected(byte[] input)
    {
        try
        {
            using var document = JsonDocument.Parse(ByteOrderMark.Skip(input.AsMemory()));
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return (document.RootElement.ValueKind == JsonValueKind.Null, []);
            }

            var reply = new Fields(document.RootElement);
            string[] texts = [reply["type"], reply["msg"], reply["title"], reply["desc"], reply["url"], reply["hqUrl"], reply["kfAccount"]];
            var articles = reply.Articles().Take(MostArticles).SelectMany(
                article => new[] { article["title"], article["desc"], article["picUrl"], article["url"] }).ToList();
            return reply.IsFit ? Meaning(texts, articles) : (false, []);
        }
        catch (JsonException)
        {
            return (ByteOrderMark.Skip(input.AsSpan()).Trim(" \t\r\n"u8).IsEmpty, []);
        }
        catch (InvalidOperationException)
        {
            // A name or a text that is no Unicode: in a field that counts, it is no reply; in others, nobody looks.
            return null;
        }
    }

    private static (bool IsReply, IReadOnlyList<string> Texts)? Meaning(string[] texts, List<string> articles)
    {
        var (type, msg, title, desc) = (texts[0], texts[1], texts[2], texts[3]);
        if (type.Length == 0 && msg.Length == 0 && articles.Count > 0)
        {
            // Articles without a type are news, unless a text that is empty is meant.
            return null;
        }

        return type switch
        {
            "" or "text" or "image" or "voice" => (true, IsShown(msg) ? [msg] : []),
            "video" => (true, IsShown(msg) ? [msg, title, desc] : []),
            "music" when !IsShown(msg, texts[4], texts[5]) => (true, []),
            "music" => (true, msg.Length > 0 ? [title, desc, texts[4], texts[5], msg] : [title, desc, texts[4], texts[5]]),
            "news" => (true, IsShown([.. articles]) ? articles : []),
            "transfer_customer_service" => (true, texts[6].Length > 0 ? [texts[6]] : []),
            "success" => (true, []),
            _ => (false, []),
        };
    }

    /// <summary>Returns whether WeChat can carry anything of some texts; it shows an error in place of an empty message.</summary>
    private static bool IsShown(params ReadOnlySpan<string> texts) => ForXml(string.Concat(texts)).Length > 0;

    /// <summary>
    /// The members of an object in any case, the last of each counts; a known one must be text or null, whether it counts or not.
    /// </summary>
    private sealed class Fields(JsonElement json)
    {
        private readonly List<JsonProperty> _members = [.. json.EnumerateObject()];

        public bool IsFit { get; private set; } = true;

        public string this[string name]
        {
            get
            {
                var found = _members.FindAll(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ConvertAll(
                    member => member.Value);
                IsFit &= found.TrueForAll(value => value.ValueKind is JsonValueKind.String or JsonValueKind.Null);
                return IsFit && found.ConvertAll(value => value.GetString()) is [.., { } last] ? last : "";
            }
        }

        public List<Fields> Articles()
        {
            var lists = _members.FindAll(member => member.Name.Equals("articles", StringComparison.OrdinalIgnoreCase)).ConvertAll(
                member => member.Value);
            List<Fields> last = [];
            foreach (var list in lists)
            {
                IsFit &= list.ValueKind is JsonValueKind.Array or JsonValueKind.Null;
                var entries = list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : new List<JsonElement>();
                IsFit &= entries.TrueForAll(entry => entry.ValueKind is JsonValueKind.Object or JsonValueKind.Null);
                last = IsFit ? [.. entries.Where(entry => entry.ValueKind == JsonValueKind.Object).Select(entry => new Fields(entry))] : [];
                foreach (var entry in last)
                {
                    _ = (entry["title"], entry["desc"], entry["picUrl"], entry["url"]);
                    IsFit &= entry.IsFit;
                }
            }

            return last;
        }
    }
}
