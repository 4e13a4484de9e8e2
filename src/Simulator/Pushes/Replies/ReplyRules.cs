using System.Globalization;
using System.Text;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Simulator.Pushes.Replies;

/// <summary>Checks the fields of a passive XML reply (PROTOCOL 1.6).</summary>
internal static class ReplyRules
{
    private static readonly Dictionary<string, string[]> Required = new(StringComparer.Ordinal)
    {
        ["text"] = ["Content"],
        ["image"] = ["Image.MediaId"],
        ["voice"] = ["Voice.MediaId"],
        ["video"] = ["Video.MediaId"],
        ["music"] = [],
        ["news"] = ["ArticleCount", "Articles.item[0].Title"],
        ["transfer_customer_service"] = [],
    };

    public static void Check(IReadOnlyDictionary<string, string> fields, RenderedMessage push)
    {
        RequireAddress(fields, "ToUserName", push.FromUser);
        RequireAddress(fields, "FromUserName", push.ToUser);
        Require(IsNumber(fields.GetValueOrDefault("CreateTime")), "'CreateTime' must be a whole number of seconds");
        var type = fields.GetValueOrDefault("MsgType");
        if (type is null || !Required.TryGetValue(type, out var required))
        {
            throw new MalformedReplyException($"The reply is malformed: 'MsgType' is '{type}', which is not a type of reply.");
        }

        foreach (var path in required)
        {
            Require(!string.IsNullOrEmpty(fields.GetValueOrDefault(path)), $"a reply of type '{type}' needs '{path}'");
        }

        if (type == "music")
        {
            // Music needs no field: an account without media ids leaves ThumbMediaId out.
            Require(fields.Keys.Any(path => path.StartsWith("Music.", StringComparison.Ordinal)), "a reply of type 'music' needs 'Music'");
        }

        if (type == "news")
        {
            var count = CountArticles(fields);
            Require(
                fields["ArticleCount"] == count.ToString(CultureInfo.InvariantCulture),
                $"'ArticleCount' is {fields["ArticleCount"]}, but there are {count} articles");
        }
    }

    public static void CheckLength(IReadOnlyDictionary<string, string> fields)
    {
        var bytes = fields.GetValueOrDefault("MsgType") == "text" ? Encoding.UTF8.GetByteCount(fields.GetValueOrDefault("Content", "")) : 0;
        Require(bytes <= TextRules.MostBytes, $"the text has {bytes} bytes in UTF-8; WeChat takes at most {TextRules.MostBytes}");
    }

    public static int CountArticles(IReadOnlyDictionary<string, string> fields) =>
        fields.Keys.Select(ArticleOf).Distinct().Count(article => article is not null);

    private static void RequireAddress(IReadOnlyDictionary<string, string> fields, string name, string? expected)
    {
        var actual = fields.GetValueOrDefault(name);
        Require(!string.IsNullOrEmpty(actual), $"'{name}' is missing");
        Require(expected is null || actual == expected, $"'{name}' must be '{expected}', the other side of the push; it is '{actual}'");
    }

    private static bool IsNumber(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static string? ArticleOf(string path) =>
        path.StartsWith("Articles.item[", StringComparison.Ordinal) ? path[..(path.IndexOf(']', StringComparison.Ordinal) + 1)] : null;

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new MalformedReplyException($"The reply is malformed: {otherwise}.");
        }
    }
}
