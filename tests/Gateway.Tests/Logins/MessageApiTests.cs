using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Gateway.Tests.Hostile;
using WxYarpGateway.Gateway.Tests.Platforms;
using WxYarpGateway.MiniPrograms.Users;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Logins;

/// <summary>mpapi's <c>message_api</c>: what users write to a mini program goes there in mpapi's form.</summary>
public sealed class MessageApiTests
{
    private const string Address = "Services:mini:Login:MessageApi";
    private const string Token = "Services:mini:Login:MessageApiToken";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_goes_to_the_whole_address_with_the_token_and_its_author()
    {
        await using var rig = await StartAsync((Address, "BACKEND/qalive/message"), (Token, "token-of-qalive"));
        await rig.LogInAsync();
        var users = rig.Gateway.Services.GetRequiredService<IUserStore>();
        var user = Assert.Single(await users.SearchAsync(LoginRig.App, new UserSearch { OpenId = "o-x" }, Cancelled)).User;
        await users.SaveProfileAsync(user.Id, "阿海 \"A\"", "https://example.com/a.png", "", Cancelled);
        rig.Backend.Answers("""{"status":1,"message":"whatever a backend says"}""");

        var answer = await PushAsync(rig, "<MsgType>text</MsgType><Content>在吗</Content><MsgId>1</MsgId>");

        Assert.Equal("success", answer);
        var call = rig.Backend.OnlyCall;
        Assert.Equal(("/qalive/message", $"?partner={LoginRig.App}"), (call.Path, call.Query));
        Assert.Equal("token-of-qalive", call.Headers.Authorization);
        Assert.Equal("o-x", call.Headers["uuid"]);
        Assert.Equal(
            """{"user_id":"o-x","user_name":"阿海 \"A\"","user_avatar":"https://example.com/a.png","message_type":"text","message_event":"","message_content":"在吗"}""",
            call.Text);
    }

    [Fact]
    public async Task Events_go_there_too_and_without_a_token_nothing_is_sent_as_one()
    {
        await using var rig = await StartAsync((Address, "BACKEND/m"));

        await PushAsync(rig, "<MsgType>event</MsgType><Event>user_enter_tempsession</Event><SessionFrom>shop</SessionFrom>");

        var call = rig.Backend.OnlyCall;
        Assert.Equal("", call.Headers.Authorization.ToString());
        Assert.Equal(
            """{"user_id":"o-x","user_name":"","user_avatar":"","message_type":"event","message_event":"user_enter_tempsession","message_content":"未知消息类型"}""",
            call.Text);
    }

    [Fact]
    public async Task What_it_did_not_take_is_delivered_again_the_same()
    {
        await using var rig = await StartAsync((Address, "crm"), (Token, "t"), ("Backends:crm", "BACKEND/m"));
        rig.Backend.Script = (_, context) => ScriptedBackend.WriteAsync(context, "", 500);

        var answer = await PushAsync(rig, "<MsgType>text</MsgType><Content>hi</Content><MsgId>2</MsgId>");
        rig.Backend.Answers("{}");
        await Eventually.HoldsAsync(() => rig.Backend.Calls.Count >= 2, "the message was delivered again", Cancelled);

        Assert.Equal("success", answer);
        var (first, second) = (rig.Backend.Calls[0], rig.Backend.Calls[1]);
        Assert.Equal((first.Text, "/m", "t"), (second.Text, second.Path, second.Headers.Authorization.ToString()));
    }

    [Fact]
    public async Task A_message_that_WeChat_repeats_is_passed_on_once_and_a_slow_backend_does_not_hold_WeChat()
    {
        await using var rig = await StartAsync((Address, "BACKEND/m"), ("Services:mini:Reply:Deadline", "00:00:00.3"));
        var release = new TaskCompletionSource();
        rig.Backend.Script = async (_, context) =>
        {
            await release.Task;
            await ScriptedBackend.WriteAsync(context, "{}", 200);
        };
        const string Message = "<MsgType>text</MsgType><Content>hi</Content><MsgId>3</MsgId>";

        Assert.Equal("success", await PushAsync(rig, Message));

        // On a busy machine the deadline may come first.
        await Eventually.HoldsAsync(() => rig.Backend.Calls.Count > 0, "the message was passed on", TestContext.Current.CancellationToken);
        Assert.Equal("success", await PushAsync(rig, Message));
        release.SetResult();

        Assert.Single(rig.Backend.Calls);
    }

    [Fact]
    public async Task Of_two_backends_it_gets_the_messages_and_the_other_one_is_warned_of()
    {
        await using var rig = await StartAsync((Address, "BACKEND/m"), (Token, "first"), ("Services:mini:MessageBackend", "BACKEND/other"));

        await PushAsync(rig, "<MsgType>text</MsgType><Content>hi</Content><MsgId>4</MsgId>");

        Assert.Equal(("/m", "first"), (rig.Backend.OnlyCall.Path, rig.Backend.OnlyCall.Headers.Authorization.ToString()));
        Assert.Contains("MessageBackend too", rig.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_of_a_platform_has_its_own_and_rules_come_first()
    {
        await using var rig = await PlatformRig.StartAsync(
            ("Services:saas:Login:Backend", "main"),
            ("Services:saas:Login:MessageApi", "bot"),
            ("Services:saas:Login:MessageApiToken", "of-the-platform"),
            ($"Services:saas:Authorizers:{PlatformRig.Mini}:Login:MessageApiToken", "of-the-mini"),
            ("Services:saas:Rules:0:Name", "images"),
            ("Services:saas:Rules:0:When:MsgType", "image"),
            ("Services:saas:Rules:0:To:Backend", "main"),
            ("Services:saas:Rules:0:Mode", "Reply"));
        rig.Put(PlatformRig.Mini);
        rig.Put(PlatformRig.Shop);
        rig.Main.Answers("""{"msg":"from main"}""");
        rig.Bot.Answers("""{"msg":"an answer that mpapi reads not"}""");

        var text = await rig.PushAsync(PlatformRig.Mini, PushedMessage.Text("hi"));
        await rig.PushAsync(PlatformRig.Mini, PushedMessage.Image("m", "http://mmbiz.qpic.cn/1"));
        var shop = await rig.PushAsync(PlatformRig.Shop, PushedMessage.Text("hi"));

        Assert.True(text.Reply!.IsSilent);
        Assert.False(shop.Reply!.IsSilent);
        var call = rig.Bot.OnlyCall;
        Assert.Equal(("of-the-mini", $"?partner={PlatformRig.Mini}"), (call.Headers.Authorization.ToString(), call.Query));
        Assert.Equal("hi", call.Json.GetProperty("message_content").GetString());
        Assert.Equal(["/msg/image", "/msg/text"], rig.Main.Calls.Select(one => one.Path));
    }

    [Fact]
    public async Task An_address_of_an_entry_is_the_entrys_alone()
    {
        await using var backend = await ScriptedBackend.StartAsync(Cancelled);
        backend.Answers("{}");
        await using var rig = await PlatformRig.StartAsync(
            ($"Services:saas:Authorizers:{PlatformRig.Mini}:Login:MessageApi", $"{backend.Address.TrimEnd('/')}/entry"));
        rig.Put(PlatformRig.Mini);

        await rig.PushAsync(PlatformRig.Mini, PushedMessage.Text("hi"));

        Assert.Equal("/entry", backend.OnlyCall.Path);
        Assert.Empty(rig.Main.Calls);
    }

    private static Task<LoginRig> StartAsync(params (string Key, string? Value)[] settings)
        => LoginRig.StartAsync([("Services:mini:MessageBackend", null), .. settings]);

    private static async Task<string> PushAsync(LoginRig rig, string fields)
    {
        var push = SignedPush.Plaintext(SignedPush.Utf8(
            $"<xml><ToUserName>gh_1</ToUserName><FromUserName>o-x</FromUserName><CreateTime>1700000000</CreateTime>{fields}</xml>"));
        using var answer = await rig.SendAsync(
            HttpMethod.Post, $"/message_receive?appid={LoginRig.App}&{push.Query}", app: null, body: new ByteArrayContent(push.Body));
        return await answer.Content.ReadAsStringAsync(Cancelled);
    }
}
