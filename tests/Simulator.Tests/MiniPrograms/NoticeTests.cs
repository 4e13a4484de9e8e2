using System.Text.Json.Nodes;
using System.Xml.Linq;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Tests.Platforms;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Simulator.Tests.MiniPrograms;

public sealed class NoticeTests : PlatformFixture
{
    private const string Path = "/cgi-bin/message/subscribe/send";
    private const string Data = """{"thing1":{"value":"书"},"time2":{"value":"2026-01-01 08:00"}}""";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Account.NoticeTemplates =
        [
            new NoticeTemplate("once", "商品：{{thing1.DATA}}\n时间：{{time2.DATA}}", "到货"),
            new NoticeTemplate("long", "{{thing1.DATA}}", IsLongTerm: true),
        ];
        Simulator.Phones.Login(Account.AppId, "oAda");
    }

    [Fact]
    public async Task Each_consent_is_good_for_one_notice()
    {
        Assert.Equal(43101, await SendAsync("once"));
        Simulator.Notices.Accept(Account.AppId, "oAda", "once", times: 2);
        Assert.Equal(0, await SendAsync("once"));
        Assert.Equal(1, Simulator.Notices.AcceptedBy(Account.AppId, "oAda", "once"));
        Assert.Equal(0, await SendAsync("once"));
        Assert.Equal(43101, await SendAsync("once"));
        Assert.Equal([("oAda", "once"), ("oAda", "once")], Simulator.Notices.Sent.Select(notice => (notice.ToUser, notice.TemplateId)));
    }

    [Fact]
    public async Task A_consent_to_a_long_term_template_is_good_until_it_is_withdrawn()
    {
        Simulator.Notices.Accept(Account.AppId, "oAda", "long");
        Assert.Equal((0, 0, 0), (await SendAsync("long"), await SendAsync("long"), await SendAsync("long")));
        Assert.Equal(-1, Simulator.Notices.AcceptedBy(Account.AppId, "oAda", "long"));
        Simulator.Notices.Withdraw(Account.AppId, "oAda", "long");
        Assert.Equal(43101, await SendAsync("long"));
    }

    [Fact]
    public async Task Two_notices_to_one_user_at_once_are_one_too_many()
    {
        Account.MiniProgram.NoticeDuration = TimeSpan.FromSeconds(1);
        Simulator.Notices.Accept(Account.AppId, "oAda", "once", times: 2);
        Assert.Equal(0, await SendAsync("once"));
        Assert.Equal(43108, await SendAsync("once"));
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, await SendAsync("once"));
    }

    [Theory]
    [InlineData(40003, """{"touser":"oNobody","template_id":"once","data":{}}""")]
    [InlineData(40037, """{"touser":"oAda","template_id":"none","data":{}}""")]
    [InlineData(40037, """{"touser":"oAda","data":{}}""")]
    [InlineData(47003, """{"touser":"oAda","template_id":"once"}""")]
    [InlineData(47003, """{"touser":"oAda","template_id":"once","data":{"thing1":{"value":"书"}}}""")]
    [InlineData(47003, """{"touser":"oAda","template_id":"long","data":{"thing1":{"value":"123456789012345678901"}}}""")]
    [InlineData(47003, """{"touser":"oAda","template_id":"long","data":{"thing1":"书"}}""")]
    [InlineData(41030, """{"touser":"oAda","template_id":"long","data":{"thing1":{"value":"书"}},"page":"pages/none"}""")]
    [InlineData(40097, """{"touser":"oAda","template_id":"long","data":{"thing1":{"value":"书"}},"miniprogram_state":"beta"}""")]
    [InlineData(40097, """{"touser":"oAda","template_id":"long","data":{"thing1":{"value":"书"}},"lang":"de_DE"}""")]
    [InlineData(43101, """{"touser":"oAda","template_id":"long","data":{"thing1":{"value":"书"}},"page":"pages/index/index?id=1"}""")]
    public async Task A_notice_is_checked(int error, string body) => Assert.Equal(error, await ErrorOfAsync(Path, body));

    [Theory]
    [InlineData("number1", "-12.5", true)]
    [InlineData("number1", "12a", false)]
    [InlineData("letter1", "Ab", true)]
    [InlineData("letter1", "书", false)]
    [InlineData("symbol1", "!!!!!!", false)]
    [InlineData("character_string1", "A-1", true)]
    [InlineData("character_string1", "书", false)]
    [InlineData("time1", "八点", false)]
    [InlineData("date1", "2026年1月1日", true)]
    [InlineData("amount1", "¥12.50", true)]
    [InlineData("phone_number1", "+86-755-1234", true)]
    [InlineData("phone_number1", "call me", false)]
    [InlineData("car_number1", "粤A8Z888挂", true)]
    [InlineData("name1", "12345678901234567890", true)]
    [InlineData("name1", "一二三四五六七八九十一", false)]
    [InlineData("phrase1", "已发货", true)]
    [InlineData("phrase1", "sent", false)]
    [InlineData("thing1", "", false)]
    public async Task A_value_fits_the_kind_of_its_field(string name, string value, bool fits)
    {
        Account.NoticeTemplates = [];
        var body = new JsonObject
        {
            ["touser"] = "oAda",
            ["template_id"] = "any",
            ["data"] = new JsonObject { [name] = new JsonObject { ["value"] = value } },
        };
        var answer = await ApiAsync(Path, body.ToJsonString());

        Assert.Equal(fits ? 43101 : 47003, ErrorOf(answer));
        Assert.Equal(!fits, ((string)answer["errmsg"]!).Contains($"data.{name}.value", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mini_program_may_be_banned()
    {
        Account.MiniProgram.IsBannedFromNotices = true;

        Assert.Equal(43107, await SendAsync("once"));
    }

    [Fact]
    public async Task The_templates_are_listed()
    {
        var templates = (await ApiAsync("/wxaapi/newtmpl/gettemplate"))["data"]!.AsArray();

        Assert.Equal([("once", 2), ("long", 3)], templates.Select(one => ((string)one!["priTmplId"]!, (int)one["type"]!)));
    }

    [Fact]
    public async Task What_a_user_answers_is_pushed_as_XML_with_a_list()
    {
        (Account.GatewayUrl, Account.Encryption) = (new Uri(Gateway.Url, "/in"), EncryptionMode.Plaintext);
        await OrderAsync(200, """{"appId":"wx1234567890abcdef","openId":"oAda","accepts":["once"],"rejects":["long"]}""");
        var wrapper = XDocument.Parse(Gateway.Received.Single().Body).Root!;

        Assert.Equal("subscribe_msg_popup_event", wrapper.Element("Event")!.Value);
        Assert.Equal(
            [("once", "accept"), ("long", "reject")],
            wrapper.Element("SubscribeMsgPopupEvent")!.Elements("List")
                .Select(item => (item.Element("TemplateId")!.Value, item.Element("SubscribeStatusString")!.Value)));
        Assert.Equal(0, await SendAsync("once"));
    }

    [Theory]
    [InlineData("""["once"]""", """{"TemplateId":"once","SubscribeStatusString":"reject"}""")]
    [InlineData(
        """["once","long"]""",
        """[{"TemplateId":"once","SubscribeStatusString":"reject"},{"TemplateId":"long","SubscribeStatusString":"reject"}]""")]
    public async Task A_change_in_the_settings_is_pushed_as_JSON_without_a_wrapper(string rejects, string list)
    {
        (Account.GatewayUrl, Account.Encryption, Account.Format) =
            (new Uri(Gateway.Url, "/in"), EncryptionMode.Plaintext, DataFormat.Json);
        Simulator.Notices.Accept(Account.AppId, "oAda", "once");
        await OrderAsync(200, $$"""{"appId":"wx1234567890abcdef","openId":"oAda","rejects":{{rejects}},"inSettings":true}""");
        var pushed = JsonNode.Parse(Gateway.Received.Single().Body)!;

        Assert.Equal("subscribe_msg_change_event", (string)pushed["Event"]!);
        Assert.Equal(list, pushed["List"]!.ToJsonString());
        Assert.Equal(43101, await SendAsync("once"));
    }

    [Fact]
    public async Task The_result_of_a_notice_is_pushed_when_the_switch_says_so()
    {
        (Account.GatewayUrl, Account.Encryption, Account.MiniProgram.NoticeResult) =
            (new Uri(Gateway.Url, "/in"), EncryptionMode.Plaintext, 0);
        await OrderAsync(204, """{"appId":"wx1234567890abcdef","openId":"oAda","accepts":["once"],"silent":true}""");
        Assert.Equal(0, await SendAsync("once"));
        await Eventually.HoldsAsync(() => Gateway.Received.Count == 1, "the result is pushed", Cancellation);
        var item = XDocument.Parse(Gateway.Received.Single().Body).Root!.Element("SubscribeMsgSentEvent")!.Element("List")!;

        Assert.Equal("once", item.Element("TemplateId")!.Value);
        Assert.Equal(("0", "success"), (item.Element("ErrorCode")!.Value, item.Element("ErrorStatus")!.Value));
        using var notices = await SendAsync(HttpMethod.Get, "/simulator/notices");
        Assert.Contains("\"toUser\": \"oAda\"", await notices.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    private Task<int> SendAsync(string templateId) =>
        ErrorOfAsync(Path, $$"""{"touser":"oAda","template_id":"{{templateId}}","data":{{Data}}}""");

    private async Task OrderAsync(int status, string body)
    {
        using var response = await SendAsync(HttpMethod.Post, "/simulator/subscribe", body);
        Assert.Equal(status, (int)response.StatusCode);
    }
}
