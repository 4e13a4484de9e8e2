using WxYarpGateway.Transforms.Deduplication.Seen;

namespace WxYarpGateway.Transforms.Tests.Deduplication.Seen;

public sealed class ReplyTextsTests
{
    private const int Longest = ReplyTexts.ChunkLength - sizeof(int);

    private readonly ReplyTexts _texts = new();

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("你好 👋\0\r\n")]
    public void A_text_comes_back(string text)
    {
        var at = _texts.Add(text);

        Assert.Equal(text, _texts.Read(at));
    }

    [Theory]
    [InlineData(0xD83D)]
    [InlineData(0xDC4B)]
    public void A_text_that_would_not_come_back_is_refused_and_does_no_harm(int half)
    {
        var text = $"a{(char)half}b";
        var before = _texts.Add("before");

        Assert.True(_texts.Add(text) < 0);

        var after = _texts.Add("after");
        Assert.Equal("before", _texts.Read(before));
        Assert.Equal("after", _texts.Read(after));
    }

    [Theory]
    [InlineData(Longest, true)]
    [InlineData(Longest + 1, false)]
    public void The_longest_text_fills_a_chunk(int length, bool isKept)
    {
        _texts.Add("before");
        var text = new string('x', length);
        var at = _texts.Add(text);

        Assert.Equal(isKept, at >= 0);
        Assert.Equal("after", _texts.Read(_texts.Add("after")));
        if (isKept)
        {
            Assert.Equal(text, _texts.Read(at));
        }
    }

    [Fact]
    public void Texts_of_all_lengths_fill_many_chunks_and_are_written_over_after_they_are_dropped()
    {
        var random = new Random(5);
        for (var round = 0; round < 3; round++)
        {
            var kept = Enumerable.Range(0, 2_000).Select(index => new string((char)('a' + (index % 26)), random.Next(0, 2_000)))
                .Select(text => (Text: text, At: _texts.Add(text))).ToArray();

            Assert.True(kept.Max(one => one.At) > 10 * ReplyTexts.ChunkLength);
            Assert.All(kept, one => Assert.Equal(one.Text, _texts.Read(one.At)));
            _texts.Clear();
        }
    }
}
