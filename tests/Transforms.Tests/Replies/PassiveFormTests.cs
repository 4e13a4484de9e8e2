using System.Text;
using System.Text.Json;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Replies;

namespace WxYarpGateway.Transforms.Tests.Replies;

public sealed class PassiveFormTests
{
    private static readonly string Long = string.Join("\n\n", Enumerable.Range(1, 4).Select(number => number + new string('好', 600)));

    public static TheoryData<Reply> Kinds() =>
    [
        new TextReply("hello"), new TextReply(Long), new ImageReply("m"), new VoiceReply("m"), new VideoReply("m", "t", "d"),
        new MusicReply("t", "d", "u", "", ""),
        new NewsReply([new Article("t", "d", "p", "u"), new Article("t2", "", "", "u")]),
    ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_mini_program_says_all_but_a_transfer_by_customer_service(Reply reply)
    {
        var form = Of(reply, ServiceKind.MiniProgram);

        Assert.Same(Reply.Success, form.Passive);
        Assert.Equal(PassiveForm.PartsOf(reply, 5, out _), form.Later);
        Assert.NotEmpty(form.Later);
    }

    [Fact]
    public void A_mini_program_transfers_to_any_agent()
    {
        Assert.Equal(
            new PassiveForm(new TransferCustomerServiceReply(null), []),
            Of(new TransferCustomerServiceReply("kf@a"), ServiceKind.MiniProgram) with { Later = [] });
        Assert.Empty(Of(new TransferCustomerServiceReply(null), ServiceKind.MiniProgram).Later);
        Assert.Same(Reply.Success, Of(Reply.Success, ServiceKind.MiniProgram).Passive);
        Assert.Empty(Of(Reply.Success, ServiceKind.MiniProgram).Later);
    }

    [Theory]
    [InlineData(ServiceKind.OfficialAccount)]
    [InlineData(ServiceKind.MiniProgram)]
    [InlineData(ServiceKind.ChannelsShop)]
    public void An_object_of_WeChats_own_goes_as_it_is(ServiceKind kind)
    {
        var raw = new RawReply(JsonDocument.Parse("""{"ErrCode":0}""").RootElement);

        Assert.Same(raw, Of(raw, kind).Passive);
        Assert.Empty(Of(raw, kind).Later);
    }

    [Fact]
    public void A_long_text_goes_in_parts_the_first_of_them_passively()
    {
        var form = Of(new TextReply(Long));

        Reply[] parts = [form.Passive, .. form.Later];
        Assert.Equal(4, parts.Length);
        Assert.Equal(Long.Split("\n\n"), parts.Select(part => Assert.IsType<TextReply>(part).Content));
        Assert.False(form.IsCut);
        Assert.True(Of(new TextReply(Long), mostParts: 2).IsCut);
    }

    [Fact]
    public void An_account_without_the_API_says_how_to_read_on()
    {
        var text = Long;
        var read = new List<string>();
        for (var form = Of(new TextReply(text), rest: RestOfReply.NextMessage); ; form = Of(form.Later[0], rest: RestOfReply.NextMessage))
        {
            var said = Assert.IsType<TextReply>(form.Passive).Content;
            Assert.InRange(Encoding.UTF8.GetByteCount(said), 1, 2047);
            Assert.False(form.IsCut);
            Assert.Equal(form.Later.Count > 0, said.EndsWith("…回复任意文字继续", StringComparison.Ordinal));
            read.Add(said.Replace("…回复任意文字继续", "", StringComparison.Ordinal));
            if (form.Later.Count == 0)
            {
                break;
            }

            Assert.Single(form.Later);
        }

        Assert.Equal(text.Split("\n\n"), read);
    }

    [Fact]
    public void Without_spaces_too_each_message_is_full_and_the_end_is_cut_after_the_most_parts()
    {
        var form = Of(new TextReply(new string('好', 10_000)), rest: RestOfReply.NextMessage, mostParts: 3);
        var messages = 1;
        Assert.True(form.IsCut);
        while (form.Later.Count > 0)
        {
            form = Of(form.Later[0], rest: RestOfReply.NextMessage, mostParts: 3);
            messages++;
        }

        Assert.Equal(3, messages);
        Assert.EndsWith("好…", ((TextReply)form.Passive).Content, StringComparison.Ordinal);
    }

    [Fact]
    public void An_account_that_can_send_nothing_more_cuts()
    {
        var form = Of(new TextReply(Long), rest: RestOfReply.Lost);

        Assert.True(form.IsCut);
        Assert.Empty(form.Later);
        Assert.EndsWith("…", ((TextReply)form.Passive).Content, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(((TextReply)form.Passive).Content), 1900, 2047);
    }

    [Theory]
    [InlineData("text", 1)]
    [InlineData("image", 1)]
    [InlineData("voice", 1)]
    [InlineData("video", 1)]
    [InlineData("shortvideo", 1)]
    [InlineData("link", 1)]
    [InlineData("location", 1)]
    [InlineData("event", 8)]
    public void A_users_message_is_answered_with_one_article_and_an_event_with_eight(string type, int most)
    {
        var articles = Enumerable.Range(1, 10).Select(number => new Article($"{number}", "", "", "u")).ToArray();

        var news = Assert.IsType<NewsReply>(
            PassiveForm.Of(new NewsReply(articles), ServiceKind.OfficialAccount, type, RestOfReply.CustomerService, 5).Passive);

        Assert.Equal(articles.Take(most), news.Articles);
    }

    [Theory]
    [MemberData(nameof(Nothings))]
    public void What_would_be_an_empty_message_is_success(Reply reply)
    {
        foreach (var kind in new[] { ServiceKind.OfficialAccount, ServiceKind.MiniProgram })
        {
            Assert.Same(Reply.Success, Of(reply, kind).Passive);
            Assert.Empty(Of(reply, kind).Later);
        }

        Assert.Empty(PassiveForm.PartsOf(reply, 5, out _));
    }

    public static TheoryData<Reply> Nothings() =>
    [
        Reply.Success, new TextReply(""), new TextReply("\u0001\u0002"), new TextReply("\b\uFFFE"),
        new TextReply(new string('\u0001', 5000)), new TextReply(new string(' ', 5000)),
        new ImageReply("\u0001"), new VoiceReply(""), new VideoReply("\u0001", "t", "d"),
        new MusicReply("t", "d", "", "\u0001", ""), new NewsReply([]),
        new NewsReply([new Article("\u0001", "", "", ""), new Article("", "", "", "")]),
    ];

    private static PassiveForm Of(
        Reply reply, ServiceKind kind = ServiceKind.OfficialAccount, RestOfReply rest = RestOfReply.CustomerService, int mostParts = 5)
        => PassiveForm.Of(reply, kind, "text", rest, mostParts);
}
