using System.Text;
using WxYarpGateway.Platform.Events;

namespace WxYarpGateway.Platform.Tests.Events;

public sealed class EventFieldsTests
{
    [Fact]
    public void AppId_is_the_platforms_and_appid_the_new_mini_programs()
    {
        var fields = Read("""{"AppId":"wxcomponent","appid":"wxnew","auth_code":"C","status":0,"InfoType":"notify_third_fasteregister"}""");

        Assert.Equal(("wxnew", "C", 0L), (fields.Account?.Value, fields.Code, fields.Status));
    }

    [Theory]
    [InlineData("""{"AppId":"wxcomponent"}""")]
    [InlineData("""{"AppId":"wxcomponent","appid":""}""")]
    [InlineData("""{"AppId":"wxcomponent","AuthorizerAppid":["a","b"]}""")]
    [InlineData("""{"AppId":"wxcomponent","AuthorizerAppid":{"x":"y"}}""")]
    [InlineData("""{"AppId":"wxcomponent","AuthorizerAppid":"with space"}""")]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    [InlineData("""nonsense""")]
    public void An_event_that_names_no_account_has_none(string json) => Assert.Null(Read(json).Account);

    [Theory]
    [InlineData("1700000000", 1700000000)]
    [InlineData("\"1700000000\"", 1700000000)]
    [InlineData("\"soon\"", null)]
    [InlineData("-1", null)]
    [InlineData("99999999999999999999", null)]
    public void A_codes_end_is_read_as_number_or_text(string value, int? seconds)
        => Assert.Equal(
            seconds is { } known ? DateTimeOffset.FromUnixTimeSeconds(known) : null,
            Read($$"""{"AuthorizationCodeExpiredTime":{{value}}}""").CodeExpiresAt);

    [Fact]
    public void A_code_of_two_kilobytes_is_none()
        => Assert.Equal("", Read($$"""{"AuthorizationCode":"{{new string('c', 2_048)}}"}""").Code);

    [Fact]
    public void Neither_ticket_nor_code_is_in_its_text()
    {
        var fields = Read("""{"AuthorizerAppid":"wx1","AuthorizationCode":"planted","ComponentVerifyTicket":"planted"}""");

        Assert.Equal("wx1", fields.ToString());
    }

    [Theory]
    [InlineData("authorized", "authorized")]
    [InlineData("component_verify_ticket", "component_verify_ticket")]
    [InlineData("Authorized", "other")]
    [InlineData("something_new", "other")]
    [InlineData("", "other")]
    public void Metrics_call_what_nobody_knows_other(string infoType, string label) => Assert.Equal(label, EventTypes.LabelOf(infoType));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 16)]
    [InlineData(10, 512)]
    [InlineData(11, 600)]
    [InlineData(int.MaxValue, 600)]
    public void The_pause_doubles_up_to_ten_minutes(int attempts, int seconds)
        => Assert.Equal(TimeSpan.FromSeconds(seconds), EventWorker.PauseAfter(attempts));

    private static EventFields Read(string json) => EventFields.Read(Encoding.UTF8.GetBytes(json));
}
