using System.Text;
using WxYarpGateway.MiniPrograms.Notices.Subscriptions;

namespace WxYarpGateway.MiniPrograms.Tests.Notices;

public sealed class SubscriptionEventTests
{
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1_620_973_045);

    [Theory]
    [InlineData("""{"CreateTime":"1620973045","List":[{"TemplateId":"t","SubscribeStatusString":"accept","PopupScene":"0"}]}""")]
    [InlineData("""{"CreateTime":1620973045,"List":{"TemplateId":"t","SubscribeStatusString":"accept"}}""")]
    [InlineData("""{"CreateTime":"1620973045","SubscribeMsgPopupEvent":{"List":{"TemplateId":"t","SubscribeStatusString":"accept"}}}""")]
    [InlineData("""{"CreateTime":"1620973045","SubscribeMsgPopupEvent":{"List":[{"TemplateId":"t","SubscribeStatusString":"accept"}]}}""")]
    public void A_list_is_read_in_each_of_WeChats_forms(string json)
        => Assert.Equal(
            new Subscription("t") { Status = "accept", StatusAt = At }, Assert.Single(Read("subscribe_msg_popup_event", json)));

    [Fact]
    public void What_became_of_a_message_has_its_errcode()
        => Assert.Equal(
            new Subscription("t") { SentStatus = "user refused", SentErrorCode = 43101, SentAt = At },
            Assert.Single(Read(
                "subscribe_msg_sent_event",
                """{"CreateTime":"1620973045","List":[{"TemplateId":"t","MsgID":"1","ErrorCode":"43101","ErrorStatus":"user refused"}]}""")));

    [Theory]
    [InlineData("""{"CreateTime":"1620973045"}""")]
    [InlineData("""{"List":[{"TemplateId":"t","SubscribeStatusString":"accept"}]}""")]
    [InlineData("""{"CreateTime":"99999999999999999999","List":[{"TemplateId":"t","SubscribeStatusString":"accept"}]}""")]
    [InlineData("""{"CreateTime":"1620973045","List":"t"}""")]
    [InlineData("""{"CreateTime":"1620973045","List":[null,1,[],{}]}""")]
    [InlineData("""{"CreateTime":"1620973045","List":[{"TemplateId":"","SubscribeStatusString":"accept"}]}""")]
    [InlineData("""{"CreateTime":"1620973045","List":[{"TemplateId":"a b","SubscribeStatusString":"accept"}]}""")]
    [InlineData("""{"CreateTime":"1620973045","List":[{"TemplateId":"t","SubscribeStatusString":{}}]}""")]
    public void What_is_no_entry_is_left_out(string json) => Assert.Empty(Read("subscribe_msg_change_event", json));

    [Fact]
    public void A_list_of_any_length_and_texts_of_any_length_are_bounded()
    {
        var many = string.Join(',', Enumerable.Range(0, 10_000).Select(number => $$"""{"TemplateId":"{{number}}","SubscribeStatusString":"accept"}"""));
        var longer = new string('t', 129);

        Assert.Equal(Subscription.MostOfUser, Read("subscribe_msg_popup_event", $$"""{"CreateTime":1,"List":[{{many}}]}""").Count);
        Assert.Empty(Read("subscribe_msg_popup_event", $$"""{"CreateTime":1,"List":[{"TemplateId":"{{longer}}","SubscribeStatusString":"a"}]}"""));
        Assert.Empty(Read("subscribe_msg_popup_event", $$"""{"CreateTime":1,"List":[{"TemplateId":"t","SubscribeStatusString":"{{longer}}"}]}"""));
    }

    private static IReadOnlyList<Subscription> Read(string name, string json) => SubscriptionEvent.Read(name, Encoding.UTF8.GetBytes(json));
}
