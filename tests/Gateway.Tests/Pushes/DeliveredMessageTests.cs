using System.Text.Json;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Gateway.Tests.Pushes;

/// <summary>What a backend sees of a push.</summary>
public sealed class DeliveredMessageTests
{
    public static TheoryData<string> EveryMode() => new(TestRig.WithBackend);

    [Theory]
    [MemberData(nameof(EveryMode))]
    public async Task A_text_reaches_the_backend_as_plain_JSON_and_the_answer_the_user(string appId)
    {
        await using var rig = await TestRig.StartAsync(TestContext.Current.CancellationToken);
        rig.Backend.Answers("""{"type":"text","msg":"hello <&> ]]> 😀"}""");

        var result = await rig.PushAsync(appId, PushedMessage.Text("hi <b>& 你好 😀"));

        Assert.True(result.IsAnswered, result.Last.Problem);
        Assert.Equal("hello <&> ]]> 😀", result.Reply?["Content"]);
        Assert.Equal(appId != TestRig.Plain, result.Reply?.IsSealed);
        var call = rig.Backend.OnlyCall;
        Assert.Equal("POST", call.Method);
        Assert.Equal("/msg/text", call.Path);
        Assert.Equal("application/json; charset=utf-8", call.Headers.ContentType.ToString());
        Assert.Equal("hi <b>& 你好 😀", call.Json.GetProperty("Content").GetString());
        Assert.Equal("text", call.Json.GetProperty("MsgType").GetString());
        Assert.Equal(JsonValueKind.String, call.Json.GetProperty("MsgId").ValueKind);
        Assert.Equal(JsonValueKind.Number, call.Json.GetProperty("CreateTime").ValueKind);
        Assert.Equal(1, rig.Outcomes[appId, "Replied"]);
    }

    [Fact]
    public async Task The_backend_learns_whose_message_it_is_and_nothing_of_WeChats_query()
    {
        await using var rig = await TestRig.StartAsync(TestContext.Current.CancellationToken);
        var options = new PushOptions
        {
            Headers = new Dictionary<string, string>
            {
                ["X-WeChat-Service"] = "forged",
                ["x_wechat_appid"] = "forged",
                ["User-Openid"] = "forged",
                ["user_token"] = "forged",
                ["X-Custom"] = "passes",
            },
        };

        await rig.PushAsync(TestRig.Safe, PushedMessage.Text("hi") with { MsgId = 9_007_199_254_740_995 }, options);

        var call = rig.Backend.OnlyCall;
        Assert.Equal("", call.Query);
        Assert.Equal(TestRig.Safe, call.Headers["X-WeChat-Service"]);
        Assert.Equal(TestRig.Safe, call.Headers["X-WeChat-AppId"]);
        Assert.Equal("9007199254740995", call.Headers["X-WeChat-Message-Id"]);
        Assert.Equal("1", call.Headers["X-WeChat-Attempt"]);
        Assert.Equal("passes", call.Headers["X-Custom"]);
        Assert.Equal("Mozilla/4.0", call.Headers.UserAgent);
        Assert.Matches("^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$", call.Headers["traceparent"].ToString());
        Assert.DoesNotContain(call.Headers, header => header.Value.ToString().Contains("forged", StringComparison.Ordinal));
        Assert.False(call.Headers.ContainsKey("Accept-Encoding"));
    }

    [Theory]
    [InlineData("<xml><MsgType>event</MsgType><Event>CLICK</Event></xml>", "/event/CLICK")]
    [InlineData("<xml><MsgType>event</MsgType><Event>complaint callback</Event></xml>", "/event/unknown")]
    [InlineData("<xml><MsgType>event</MsgType></xml>", "/event/unknown")]
    [InlineData("<xml><MsgType>../admin</MsgType></xml>", "/msg/unknown")]
    [InlineData("<xml><MsgType>never_heard_of</MsgType></xml>", "/msg/never_heard_of")]
    [InlineData("<xml><InfoType>authorized</InfoType></xml>", "/msg/unknown")]
    public async Task The_path_names_the_message_and_nothing_else(string xml, string path)
    {
        await using var rig = await TestRig.StartAsync(TestContext.Current.CancellationToken);

        await rig.PushAsync(TestRig.Safe, PushedMessage.Raw(xml));

        Assert.Equal(path, rig.Backend.OnlyCall.Path);
    }

    [Fact]
    public async Task The_path_of_the_backends_address_stays_in_front()
    {
        await using var rig = await TestRig.StartAsync(TestContext.Current.CancellationToken);
        var address = rig.Backend.Address + "/msghandler";
        await using var other = await TestRig.StartAsync(
            TestContext.Current.CancellationToken, ($"Services:{TestRig.Safe}:MessageBackend", address));

        await other.PushAsync(TestRig.Safe, PushedMessage.Text("hi"));

        Assert.Equal("/msghandler/msg/text", rig.Backend.OnlyCall.Path);
    }

    [Fact]
    public async Task User_info_is_added_and_remembered()
    {
        await using var rig = await TestRig.StartAsync(TestContext.Current.CancellationToken);
        rig.WeChat.AddUser(TestRig.Safe, new SimulatedUser { OpenId = "oAda", Nickname = "Ada", UnionId = "u1" });

        await rig.PushAsync(TestRig.Safe, PushedMessage.Text("one").From("oAda"));
        await rig.PushAsync(TestRig.Safe, PushedMessage.Text("two").From("oAda"));

        Assert.All(rig.Backend.Calls, call => Assert.Equal("Ada", call.Json.GetProperty("userInfo").GetProperty("nickname").GetString()));
        Assert.Equal(2, rig.Backend.Calls.Count);
        Assert.Equal(1, rig.WeChat.Calls.Count(ApiPath.UserInfo, TestRig.Safe));
        Assert.Equal(1, rig.WeChat.Calls.TokenRequests(TestRig.Safe));
    }

    [Fact]
    public async Task A_message_goes_on_without_user_info_that_WeChat_does_not_give()
    {
        await using var rig = await TestRig.StartAsync(TestContext.Current.CancellationToken);

        await rig.PushAsync(TestRig.Safe, PushedMessage.Text("one").From("oNobody"));

        var error = rig.Backend.OnlyCall.Json.GetProperty("userInfoError").GetString();
        Assert.Contains("40003", error, StringComparison.Ordinal);
        Assert.False(rig.Backend.OnlyCall.Json.TryGetProperty("userInfo", out _));
    }

    [Fact]
    public async Task Slow_user_info_delays_a_message_by_a_second_at_most()
    {
        await using var rig = await TestRig.StartAsync(TestContext.Current.CancellationToken);
        rig.WeChat.Faults.Add(ApiPath.UserInfo, Fault.Delay(Timeout.InfiniteTimeSpan));

        var result = await rig.PushAsync(TestRig.Safe, PushedMessage.Text("one"));

        Assert.True(result.IsAnswered, result.Last.Problem);
        Assert.InRange(result.Last.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(2.5));
        Assert.Contains("1 s", rig.Backend.OnlyCall.Json.GetProperty("userInfoError").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_info_is_not_asked_for_who_just_left()
    {
        await using var rig = await TestRig.StartAsync(TestContext.Current.CancellationToken);

        await rig.PushAsync(TestRig.Safe, PushedMessage.Event("unsubscribe"));

        Assert.Equal(0, rig.WeChat.Calls.Count(ApiPath.UserInfo));
        Assert.False(rig.Backend.OnlyCall.Json.TryGetProperty("userInfoError", out _));
    }

    [Fact]
    public async Task A_token_that_WeChat_revoked_is_replaced_while_the_message_waits()
    {
        await using var rig = await TestRig.StartAsync(TestContext.Current.CancellationToken);
        rig.WeChat.AddUser(TestRig.Safe, new SimulatedUser { OpenId = "oAda" });
        rig.WeChat.AddUser(TestRig.Safe, new SimulatedUser { OpenId = "oBob" });
        await rig.PushAsync(TestRig.Safe, PushedMessage.Text("one").From("oAda"));
        rig.WeChat.RevokeToken(TestRig.Safe);

        await rig.PushAsync(TestRig.Safe, PushedMessage.Text("two").From("oBob"));

        Assert.Equal("oBob", rig.Backend.Calls[1].Json.GetProperty("userInfo").GetProperty("openid").GetString());
    }

    [Theory]
    [InlineData("text", "hi there", "text", "Content")]
    [InlineData("image", "media-1", "image", "Image.MediaId")]
    [InlineData("voice", "media-1", "voice", "Voice.MediaId")]
    public async Task Without_a_backend_the_gateway_echoes(string type, string value, string replyType, string field)
    {
        await using var rig = await TestRig.StartAsync(TestContext.Current.CancellationToken);
        var message = type switch
        {
            "image" => PushedMessage.Image(value),
            "voice" => PushedMessage.Voice(value),
            _ => PushedMessage.Text(value),
        };

        var result = await rig.PushAsync(TestRig.Echo, message);

        Assert.Equal(replyType, result.Reply?.MsgType);
        Assert.Equal(value, result.Reply?[field]);
    }

    [Fact]
    public async Task An_echoed_subscription_is_welcomed_and_other_things_are_named()
    {
        await using var rig = await TestRig.StartAsync(TestContext.Current.CancellationToken);

        var subscribe = await rig.PushAsync(TestRig.Echo, PushedMessage.Event("subscribe"));
        var location = await rig.PushAsync(TestRig.Echo, PushedMessage.Location(1, 2, 3, "here"));

        Assert.Equal("welcome", subscribe.Reply?["Content"]);
        Assert.Contains("location", location.Reply?["Content"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shop_is_answered_in_JSON_and_its_ids_are_exact()
    {
        await using var rig = await TestRig.StartAsync(TestContext.Current.CancellationToken);
        rig.Backend.Answers("""{"msg":"thanks"}""");

        var result = await rig.PushAsync(TestRig.Json, PushedMessage.Raw(
            """{"ToUserName":"gh_1","FromUserName":"o1","CreateTime":1662480000,"MsgType":"event","Event":"channels_ec_order_pay","order_info":{"order_id":3705115058471208928,"pay_time":1658509200}}"""));

        Assert.True(result.IsAnswered, result.Last.Problem);
        Assert.Equal("thanks", result.Reply?["Content"]);
        Assert.Equal("application/json", result.Last.Headers["Content-Type"]);
        Assert.Equal("/event/channels_ec_order_pay", rig.Backend.OnlyCall.Path);
        Assert.Equal("3705115058471208928", rig.Backend.OnlyCall.Json.GetProperty("order_info").GetProperty("order_id").GetRawText());
    }

    [Fact]
    public async Task WeChats_check_of_the_server_URL_is_answered()
    {
        await using var rig = await TestRig.StartAsync(TestContext.Current.CancellationToken);

        var right = await rig.WeChat.VerifyUrlAsync(TestRig.Safe, TestContext.Current.CancellationToken);
        var wrong = await rig.WeChat.VerifyUrlAsync(
            TestRig.Safe, new PushOptions { Token = "another" }, TestContext.Current.CancellationToken);

        Assert.True(right.IsExact, right.Problem);
        Assert.Equal(403, wrong.Status);
        Assert.Equal("", wrong.Body);
        Assert.Equal(1, rig.Outcomes[TestRig.Safe, "Verified"]);
        Assert.Equal(1, rig.Outcomes[TestRig.Safe, "Forged"]);
    }
}
