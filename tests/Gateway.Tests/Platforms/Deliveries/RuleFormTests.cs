using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Gateway.Tests.Platforms.Events;
using WxYarpGateway.Platform.Messages;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Pipeline.Routing;

namespace WxYarpGateway.Gateway.Tests.Platforms.Deliveries;

/// <summary>A rule's form, deadline and path, as the backend sees them.</summary>
public sealed class RuleFormTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_backend_of_wxcomponent_gets_WeChats_own_fields_and_its_answer_is_the_reply()
    {
        await using var rig = await StartAsync("WxComponent", "Reply", "/x/$APPID$");
        rig.Bot.Answers("""{"ToUserName":"o1","FromUserName":"gh_shop","CreateTime":1700000000,"MsgType":"text","Content":"from wxcomponent"}""");

        var result = await rig.PushAsync(PlatformRig.Shop, PushedMessage.Text("hi \"you\" 😀"));

        Assert.Equal("from wxcomponent", result.Reply?["Content"]);
        var call = rig.Bot.OnlyCall;
        Assert.Equal($"/x/{PlatformRig.Shop}", call.Path);
        Assert.Equal(PlatformRig.Shop, call.Headers["X-WeChat-AppId"]);
        Assert.Equal(
            ["Content", "CreateTime", "FromUserName", "MsgId", "MsgType", "ToUserName"],
            call.Json.EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal));
        Assert.Equal("hi \"you\" 😀", call.Json.GetProperty("Content").GetString());
        Assert.Equal(JsonValueKind.Number, call.Json.GetProperty("MsgId").ValueKind);
        Assert.Equal(JsonValueKind.Number, call.Json.GetProperty("CreateTime").ValueKind);
    }

    [Fact]
    public async Task The_word_success_of_such_a_backend_is_no_reply_and_an_event_has_no_fields_of_ours()
    {
        await using var rig = await StartAsync("WxComponent", "Reply", "/x");
        rig.Bot.Script = (_, context) => ScriptedBackend.WriteAsync(context, "success", 200);

        var result = await rig.PushAsync(PlatformRig.Shop, PushedMessage.Event("unsubscribe"));

        Assert.True(result.Reply!.IsSilent);
        Assert.Equal(
            ["CreateTime", "Event", "FromUserName", "MsgType", "ToUserName"],
            rig.Bot.OnlyCall.Json.EnumerateObject().Select(field => field.Name).Where(name => name != "EventKey")
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_copy_keeps_its_form_when_it_is_delivered_again()
    {
        await using var rig = await StartAsync("WxComponent", "Copy", "/x");
        rig.Bot.Script = (_, context) => ScriptedBackend.WriteAsync(context, "", 500);

        await rig.PushAsync(PlatformRig.Shop, PushedMessage.Text("hi"));
        await Eventually.HoldsAsync(() => rig.Bot.Calls.Count >= 1, "the copy was tried", Cancelled);
        rig.Bot.Answers("whatever");
        await Eventually.HoldsAsync(() => rig.Bot.Calls.Count >= 2, "the copy was tried again", Cancelled);

        Assert.Equal(rig.Bot.Calls[0].Text, rig.Bot.Calls[1].Text);
        Assert.Equal(JsonValueKind.Number, rig.Bot.Calls[1].Json.GetProperty("MsgId").ValueKind);
        Assert.Equal(JsonValueKind.String, rig.Main.OnlyCall.Json.GetProperty("MsgId").ValueKind);
    }

    [Fact]
    public async Task A_message_api_of_mpapi_gets_one_text_and_its_answer_is_nobodys()
    {
        await using var rig = await StartAsync(
            "Mpapi", "Reply", "/message", services => services.AddSingleton<IMessageApis, Tokens>());
        rig.Bot.Answers("""{"status":0,"message":"成功"}""");

        var result = await rig.PushAsync(PlatformRig.Shop, PushedMessage.Text("问"));
        await rig.PushAsync(PlatformRig.Shop, PushedMessage.Image("media", "http://mmbiz.qpic.cn/1"));
        await rig.PushAsync(PlatformRig.Shop, PushedMessage.Event("CLICK", "key"));

        Assert.True(result.Reply!.IsSilent);
        var (text, image, click) = (rig.Bot.Calls[0], rig.Bot.Calls[1], rig.Bot.Calls[2]);
        Assert.Equal(("/message", $"?partner={PlatformRig.Shop}"), (text.Path, text.Query));
        Assert.Equal($"token of {PlatformRig.Shop}", text.Headers.Authorization);
        Assert.Equal(text.Json.GetProperty("user_id").GetString(), text.Headers["uuid"].ToString());
        Assert.Matches("^[0-9a-f]{32}$", text.Headers["Kelp-Traceid"].ToString());
        Assert.Equal(
            ["user_id", "user_name", "user_avatar", "message_type", "message_event", "message_content"],
            text.Json.EnumerateObject().Select(field => field.Name));
        Assert.Equal(("text", "", "问"), PartsOf(text));
        Assert.Equal(
            ("image", "", """{"external_url":"http://mmbiz.qpic.cn/1","internal_url":"http://mmbiz.qpic.cn/1","media_id":"media"}"""),
            PartsOf(image));
        Assert.Equal(("event", "CLICK", "未知消息类型"), PartsOf(click));
    }

    [Fact]
    public async Task A_rule_answers_WeChat_sooner_than_the_platform()
    {
        await using var rig = await StartAsync("Json", "Reply", "/x", deadline: "00:00:00.3");
        var release = new TaskCompletionSource();
        rig.Bot.Script = (_, _) => release.Task;

        var result = await rig.PushAsync(PlatformRig.Shop, PushedMessage.Text("hi"));

        Assert.True(result.IsAnswered);
        Assert.True(result.Reply!.IsSilent);
        Assert.Contains(
            rig.Logs.Lines,
            line => line.Contains("CutOff", StringComparison.Ordinal) && line.Contains("00:00:00.3", StringComparison.Ordinal));
        release.SetResult();
    }

    [Fact]
    public async Task A_rule_waits_longer_than_the_platform()
    {
        await using var rig = await StartAsync(
            "Json", "Reply", "/x", deadline: "00:00:04.5", more: ("Services:saas:Reply:Deadline", "00:00:00.2"));
        rig.Bot.Script = async (_, context) =>
        {
            await Task.Delay(600, Cancelled);
            await ScriptedBackend.WriteAsync(context, """{"msg":"late but in time"}""", 200);
        };

        var result = await rig.PushAsync(PlatformRig.Shop, PushedMessage.Text("hi"));

        Assert.Equal("late but in time", result.Reply?["Content"]);
    }

    [Fact]
    public async Task An_authorization_event_has_its_InfoType_in_the_path_and_WeChats_own_fields()
    {
        await using var rig = await EventRig.StartWithGatewayAsync(
            ("Services:saas:EventBackend", null),
            ("Services:saas:Rules:0:Name", "all"),
            ("Services:saas:Rules:0:When:InfoType", "*"),
            ("Services:saas:Rules:0:To:Backend", "crm"),
            ("Services:saas:Rules:0:To:Path", "/e/$INFOTYPE$/$MSGTYPE$"),
            ("Services:saas:Rules:0:Mode", "Copy"),
            ("Services:saas:Rules:0:Format", "WxComponent"));

        await rig.AuthorizeAsync();

        await Eventually.HoldsAsync(() => PathsOf(rig).Contains("/e/authorizer_authorized/event"), "both copies came", Cancelled);
        Assert.Contains("/e/authorized/event", PathsOf(rig));
        var names = rig.Backend.Calls.First(call => call.Path.StartsWith("/e/authorized/", StringComparison.Ordinal)).Json
            .EnumerateObject().Select(field => field.Name).ToList();
        Assert.Contains("AuthorizerAppid", names);
        Assert.DoesNotContain("MsgType", names);
        Assert.DoesNotContain("ToUserName", names);
    }

    private static IEnumerable<string> PathsOf(EventRig rig) => rig.Backend.Calls.Select(call => call.Path);

    private static (string? Type, string? Event, string? Content) PartsOf(BackendCall call) => (
        call.Json.GetProperty("message_type").GetString(),
        call.Json.GetProperty("message_event").GetString(),
        call.Json.GetProperty("message_content").GetString());

    private static async Task<PlatformRig> StartAsync(
        string format,
        string mode,
        string path,
        Action<IServiceCollection>? replace = null,
        string? deadline = null,
        params (string Key, string? Value)[] more)
    {
        var rig = await PlatformRig.StartAsync(
            replace ?? (_ => { }),
            [
                ("Services:saas:Rules:0:Name", "formed"),
                ("Services:saas:Rules:0:To:Backend", "bot"),
                ("Services:saas:Rules:0:To:Path", path),
                ("Services:saas:Rules:0:Mode", mode),
                ("Services:saas:Rules:0:Format", format),
                ("Services:saas:Rules:0:Deadline", deadline),
                .. more,
            ]);
        rig.Put(PlatformRig.Shop);
        rig.Main.Answers("""{"msg":"from main"}""");
        return rig;
    }

    private sealed class Tokens : IMessageApis
    {
        public MessageTarget? TargetOf(Account account) => null;

        public string TokenOf(Account account) => $"token of {account.AppId}";
    }
}
