using System.Net;
using System.Text.Json;
using WxYarpGateway.Gateway.Tests.Hostile;

namespace WxYarpGateway.Gateway.Tests.Logins;

/// <summary>What users say to subscribe messages, as WeChat pushes it and the notices show it.</summary>
public sealed class SubscriptionTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_are_shown_with_the_notices_go_on_to_the_backend_and_end_with_the_person()
    {
        await using var rig = await LoginRig.StartAsync();
        var token = await rig.LogInAsync();

        await PushAsync(
            rig, 1_764_561_600, "subscribe_msg_popup_event",
            "<SubscribeMsgPopupEvent><List><TemplateId>t-1</TemplateId><SubscribeStatusString>accept</SubscribeStatusString>"
                + "<PopupScene>0</PopupScene></List><List><TemplateId>t-2</TemplateId><SubscribeStatusString>reject</SubscribeStatusString>"
                + "<PopupScene>0</PopupScene></List></SubscribeMsgPopupEvent>");
        await PushAsync(
            rig, 1_764_561_660, "subscribe_msg_sent_event",
            "<SubscribeMsgSentEvent><List><TemplateId>t-1</TemplateId><MsgID>1700827132819554304</MsgID><ErrorCode>0</ErrorCode>"
                + "<ErrorStatus>success</ErrorStatus></List></SubscribeMsgSentEvent>");
        await PushAsync(
            rig, 1_764_561_720, "subscribe_msg_change_event",
            "<SubscribeMsgChangeEvent><List><TemplateId>t-1</TemplateId><SubscribeStatusString>reject</SubscribeStatusString></List>"
                + "</SubscribeMsgChangeEvent>");

        Assert.Equal(
            ["/event/subscribe_msg_popup_event", "/event/subscribe_msg_sent_event", "/event/subscribe_msg_change_event"],
            rig.Backend.Calls.Select(call => call.Path));
        using var own = await rig.SendAsync(HttpMethod.Get, "/notify", token: token);
        Assert.Equal(
            """[{"template_id":"t-1","status":"reject","status_at":"2025-12-01 12:02:00","sent":"success","errcode":0,"sent_at":"2025-12-01 12:01:00"},"""
                + """{"template_id":"t-2","status":"reject","status_at":"2025-12-01 12:00:00"}]""",
            (await JsonAsync(own)).GetProperty("data").GetProperty("templates").GetRawText());

        using var found = await rig.AskAsync(HttpMethod.Get, "/login/mini/users?openid=o-x");
        var user = (await JsonAsync(found)).GetProperty("users")[0].GetProperty("id").GetInt64();
        using var told = await rig.AskAsync(HttpMethod.Get, $"/login/mini/notices?user={user}");
        var templates = (await JsonAsync(told)).GetProperty("templates");
        Assert.Equal(
            ("t-1", "reject", "success", 0),
            (templates[0].GetProperty("templateId").GetString(), templates[0].GetProperty("status").GetString(),
                templates[0].GetProperty("sent").GetString(), templates[0].GetProperty("errcode").GetInt32()));
        using var erased = await rig.AskAsync(HttpMethod.Delete, $"/login/mini/users/{user}");
        using var after = await rig.AskAsync(HttpMethod.Get, $"/login/mini/notices?user={user}");
        using var all = await rig.AskAsync(HttpMethod.Get, "/login/mini/notices");

        Assert.Equal(HttpStatusCode.NoContent, erased.StatusCode);
        Assert.Equal(0, (await JsonAsync(after)).GetProperty("templates").GetArrayLength());
        Assert.False((await JsonAsync(all)).TryGetProperty("templates", out _));
    }

    private static async Task PushAsync(LoginRig rig, long time, string name, string content)
    {
        var push = SignedPush.Plaintext(SignedPush.Utf8(
            $"<xml><ToUserName>gh_1</ToUserName><FromUserName>o-x</FromUserName><CreateTime>{time}</CreateTime><MsgType>event</MsgType>"
                + $"<Event>{name}</Event>{content}</xml>"));
        using var answer = await rig.SendAsync(
            HttpMethod.Post, $"/mini?{push.Query}", app: null, body: new ByteArrayContent(push.Body));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
        => JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancelled)).RootElement.Clone();
}
