using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Platforms;

/// <summary>What needs the authorizer's own access token: late replies and the user's info.</summary>
public sealed class AuthorizerReplyTests : IAsyncLifetime
{
    private PlatformRig _rig = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _rig = await PlatformRig.StartAsync(
            ("Services:saas:UserInfo:Append", "true"), ("Services:saas:Reply:Deadline", "00:00:01"));
        await _rig.AuthorizeAsync(PlatformRig.Shop);
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_late_reply_is_sent_with_the_authorizers_token()
    {
        var isReady = new TaskCompletionSource();
        _rig.Main.Script = async (_, context) =>
        {
            await isReady.Task;
            await ScriptedBackend.WriteAsync(context, """{"msg":"late"}""");
        };

        var message = PushedMessage.Text("hi");
        var result = await _rig.PushAsync(PlatformRig.Shop, message);
        Assert.Equal("success", result.Last.Body);
        isReady.SetResult();

        await Eventually.HoldsAsync(
            () => _rig.WeChat.SentMessages.All.Any(
                sent => sent.AppId == PlatformRig.Shop && sent.ToUser == message.FromUser && sent.Text == "late"),
            "the late reply was sent",
            Cancelled);
    }

    [Fact]
    public async Task The_users_info_is_that_of_the_authorizers_follower()
    {
        var message = PushedMessage.Text("hi");
        _rig.WeChat.AddUser(PlatformRig.Shop, new Simulator.Users.SimulatedUser { OpenId = message.FromUser });

        await _rig.PushAsync(PlatformRig.Shop, message);

        var body = JsonNode.Parse(_rig.Main.OnlyCall.Body)!;
        Assert.True(body["userInfo"]?["openid"] is not null, body.ToJsonString());
    }
}
