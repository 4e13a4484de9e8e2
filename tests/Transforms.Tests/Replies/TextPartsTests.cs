using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using WxYarpGateway.Transforms.Replies;

namespace WxYarpGateway.Transforms.Tests.Replies;

public sealed class TextPartsTests
{
    private const string Family = "\U0001F468\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466";
    private const string Flag = "\U0001F1E8\U0001F1F3";

    private static readonly string[] Pieces =
    [
        "a", "é", "e\u0301", "好", "。", "！", "\U0001F600", Family, Flag, "\U0001F44D\U0001F3FD", "\u0E01\u0E33", "한", "ㄱ",
        " ", "  ", "\n", "\r\n", "\n\n", "\t", "\u2029",
        ". ", ".", "?", "”", "」", "\u3000", "\u0001", "\uFFFE", "\ud800", "\ude00", "\u0301", "\u200D", "word ", "3.14",
    ];

    [Fact]
    public void A_text_that_WeChat_takes_stays_whole()
    {
        var text = new string('好', 682) + "a";
        Assert.Equal(TextParts.MostBytes, Encoding.UTF8.GetByteCount(text));

        Assert.Same(text, Assert.Single(Split(text)));
        Assert.Equal(2, Split(text + "a").Count);

        // What is dropped counts for nothing.
        Assert.Single(Split(text + "\u0001\uFFFF"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u0001\u0002\uFFFE")]
    public void A_text_of_which_nothing_is_left_has_no_parts(string text) => Assert.Empty(Split(text));

    [Theory]
    [InlineData("aaaa bbbb. cccc\ndddd eeee\n\nffff gggg hhhh iiii", 30, "aaaa bbbb. cccc\ndddd eeee|ffff gggg hhhh iiii")]
    [InlineData("aaaa bbbb. cccc\ndddd eeee ffff gggg", 30, "aaaa bbbb. cccc|dddd eeee ffff gggg")]
    [InlineData("aaaa bbbb. cccc dddd! eeee ffff gggg", 30, "aaaa bbbb. cccc dddd!|eeee ffff gggg")]
    [InlineData("他说：“好。”然后走了很远很远的路", 30, "他说：“好。”|然后走了很远很远的路")]
    [InlineData("真的？！是的，是真的是真的", 30, "真的？！|是的，是真的是真的")]
    [InlineData("a number 3.1415926535897932384626433", 30, "a number 3.1415926535897932384|626433")]
    [InlineData("aaaa\n \t\n    indented bbbbbbbbbbbbbbb", 30, "aaaa|    indented bbbbbbbbbbbbbbb")]
    [InlineData("aaaa\r\n\r\nbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", 30, "aaaa|bbbbbbbbbbbbbbbbbbbbbbbbbbbbb")]
    [InlineData("一二三四五六七八九十甲乙", 30, "一二三四五六七八九十|甲乙")]
    public void It_is_split_where_a_reader_pauses(string text, int bytes, string parts)
        => Assert.Equal(parts.Split('|'), TextParts.Split(text, bytes, 100, out _));

    [Fact]
    public void Neither_a_surrogate_pair_nor_a_joined_emoji_nor_a_flag_nor_an_accent_is_split()
        => Assert.All(["\U0001F600", Family, Flag, "\U0001F44D\U0001F3FD", "e\u0301\u0302", "ก\u0E33"], cluster =>
        {
            var text = string.Concat(Enumerable.Repeat(cluster, 700));
            foreach (var offset in Enumerable.Range(0, 9))
            {
                var padded = new string('x', offset) + text;
                var parts = TextParts.Split(padded, TextParts.MostBytes, 1000, out var isCut);

                Assert.False(isCut);
                Assert.Equal(padded, string.Concat(parts));
                Assert.All(parts.Skip(1), part => Assert.StartsWith(cluster, part, StringComparison.Ordinal));
            }
        });

    [Fact]
    public void What_passes_for_one_character_and_is_longer_than_a_part_is_split_between_its_runes()
    {
        var text = "e" + new string('\u0301', 3000);

        var parts = TextParts.Split(text, TextParts.MostBytes, 1000, out _);

        Assert.Equal(text, string.Concat(parts));
        Assert.All(parts, part => Assert.InRange(Encoding.UTF8.GetByteCount(part), 1, TextParts.MostBytes));
    }

    [Fact]
    public void What_is_beyond_the_most_parts_is_cut_with_an_ellipsis()
    {
        var parts = TextParts.Split(new string('好', 4000), TextParts.MostBytes, 5, out var isCut);

        Assert.True(isCut);
        Assert.Equal(5, parts.Count);
        Assert.EndsWith("好…", parts[4], StringComparison.Ordinal);
        Assert.All(parts, part => Assert.InRange(Encoding.UTF8.GetByteCount(part), 2000, TextParts.MostBytes));
    }

    [Fact]
    public void Paragraphs_are_torn_before_anything_is_cut()
    {
        // By paragraphs alone this would be ten parts; there is room for it in three.
        var text = string.Join(
            "\n\n",
            Enumerable.Range(0, 10).Select(number => $"{number}" + new string(number % 2 == 0 ? 'a' : 'b', number % 2 == 0 ? 100 : 1000)));

        var parts = TextParts.Split(text, TextParts.MostBytes, 3, out var isCut);

        Assert.False(isCut);
        Assert.Equal(3, parts.Count);
        Assert.Equal(WithoutWhiteSpace(text), WithoutWhiteSpace(string.Concat(parts)));
    }

    [Fact]
    public void Nothing_is_lost_or_doubled_and_no_character_torn_whatever_the_text()
        => Prop.ForAll(Gen.Elements(Pieces).ListOf(60).ToArbitrary(), Gen.Choose(12, 60).ToArbitrary(), (pieces, most) =>
            {
                var text = string.Concat(pieces);
                var parts = TextParts.Split(text, most, 1000, out var isCut);
                return !isCut
                    && WithoutWhiteSpace(string.Concat(parts)) == WithoutWhiteSpace(Carried(text))
                    && parts.All(part => part.Length > 0 && Encoding.UTF8.GetByteCount(Carried(part)) <= most)
                    && AreWhole(Carried(text), parts.Select(Carried), most);
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void Never_more_parts_than_asked_for()
        => Prop.ForAll(Gen.Elements(Pieces).ListOf(80).ToArbitrary(), Gen.Choose(1, 6).ToArbitrary(), (pieces, most) =>
            {
                var parts = TextParts.Split(string.Concat(pieces), 30, most, out var isCut);
                return parts.Count <= most
                    && parts.All(part => Encoding.UTF8.GetByteCount(Carried(part)) <= 30)
                    && (!isCut || parts[^1].EndsWith(TextParts.Ellipsis, StringComparison.Ordinal));
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    private static IReadOnlyList<string> Split(string text) => TextParts.Split(text, TextParts.MostBytes, 5, out _);

    private static string WithoutWhiteSpace(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character)));

    private static string Carried(string text)
        => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(string.Concat(text.Where(IsCarried))));

    private static bool IsCarried(char character)
        => character is '\t' or '\n' or '\r' or (>= ' ' and not '\uFFFE' and not '\uFFFF');

    /// <summary>Each part begins and ends where a character of the text does, unless that alone is larger than a part.</summary>
    private static bool AreWhole(string text, IEnumerable<string> parts, int most)
    {
        var elements = StringInfo.ParseCombiningCharacters(text);
        var starts = elements.Append(text.Length).ToHashSet();
        var isOneTooLarge = elements.Zip(elements.Skip(1).Append(text.Length)).Any(
            element => Encoding.UTF8.GetByteCount(text[element.First..element.Second]) > most);
        var at = 0;
        return isOneTooLarge || parts.All(part =>
        {
            var start = text.IndexOf(part, at, StringComparison.Ordinal);
            at = start + part.Length;
            return start >= 0 && starts.Contains(start) && starts.Contains(at);
        });
    }
}
