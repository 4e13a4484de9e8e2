using System.Text;
using System.Text.Json;
using WxYarpGateway.Import.Configuration;

namespace WxYarpGateway.Import.Tests.Configuration;

public sealed class CommentTextTests
{
    [Fact]
    public void No_character_can_end_a_comment_or_turn_it_around()
    {
        var all = new StringBuilder();
        for (var letter = 0; letter <= char.MaxValue; letter++)
        {
            all.Append((char)letter);
        }

        var clean = CommentText.Clean(all.ToString(), asciiOnly: false);

        using var json = JsonDocument.Parse($"// {clean} */\n{{}}", new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        Assert.Empty(json.RootElement.EnumerateObject());
        Assert.DoesNotContain(
            clean, letter => letter is < ' ' or '\u007f' or '\u0085' or '\u2028' or '\u2029' or '\u202e' or '\u2066' or '\ufeff');
        Assert.Contains("U+000A", clean, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\nb", "aU+000Ab")]
    [InlineData("店铺 🛒", "店铺 🛒")]
    [InlineData("\u202eabc", "U+202Eabc")]
    public void What_can_be_seen_stays(string text, string clean) => Assert.Equal(clean, CommentText.Clean(text, asciiOnly: false));

    [Fact]
    public void Where_only_ascii_can_be_written_the_rest_is_written_out()
        => Assert.Equal("U+5E97 U+1F6D2", CommentText.Clean("店 🛒", asciiOnly: true));

    [Fact]
    public void A_long_value_is_cut_between_characters()
    {
        Assert.Equal("\"short\"", CommentText.Quote("short"));
        Assert.Equal($"\"{new string('a', 60)}...\"", CommentText.Quote(new string('a', 1000)));
        Assert.Equal($"\"{new string('a', 59)}...\"", CommentText.Quote(new string('a', 59) + "🛒🛒"));
    }
}
