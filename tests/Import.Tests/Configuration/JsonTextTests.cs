using System.Text;
using System.Text.Json;
using WxYarpGateway.Import.Configuration;

namespace WxYarpGateway.Import.Tests.Configuration;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("a/b<c>'+", "\"a/b<c>'+\"")]
    [InlineData("店铺 🛒", "\"店铺 🛒\"")]
    [InlineData("\"\\", "\"\\\"\\\\\"")]
    [InlineData("\n\r\t\u0000", "\"\\n\\r\\t\\u0000\"")]
    [InlineData("\u2028\u202e", "\"\\u2028\\u202e\"")]
    public void A_text_is_readable_and_nothing_in_it_is_invisible(string text, string json)
        => Assert.Equal(json, JsonText.Quote(text, asciiOnly: false));

    [Fact]
    public void Every_character_comes_back()
    {
        var all = new StringBuilder();
        for (var value = 0; value <= 0x1F6FF; value++)
        {
            if (Rune.TryCreate(value, out var rune))
            {
                all.Append(rune);
            }
        }

        Assert.Equal(all.ToString(), JsonSerializer.Deserialize<string>(JsonText.Quote(all.ToString(), asciiOnly: false)));
        var ascii = JsonText.Quote(all.ToString(), asciiOnly: true);
        Assert.Equal(all.ToString(), JsonSerializer.Deserialize<string>(ascii));
        Assert.True(Ascii.IsValid(ascii));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_replaced()
        => Assert.Equal("\ufffd", JsonSerializer.Deserialize<string>(JsonText.Quote("\ud83d", asciiOnly: true)));
}
