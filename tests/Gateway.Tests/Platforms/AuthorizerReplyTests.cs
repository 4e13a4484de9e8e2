using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Platforms;

/// <summary>What needs the authorizer's own access token: late replies and the user's info.</summary>
public sealed class AuthorizerReplyTests : IAsyncLifetime
{
    private readonly HastenedTimeProvider _clock = new();
    private PlatformRig _rig = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _rig = await PlatformRig.StartAsync(
            services => services.AddSingleton<TimeProvider>(_clock), ("Services:saas:UserInfo:Append", "true"));
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
        var push = _rig.PushAsync(PlatformRig.Shop, message);
        await Eventually.HoldsAsync(() => _rig.Main.Calls.Count == 1, "the backend was called", Cancelled);
        _clock.Advance(TimeSpan.FromSeconds(4.5));
        Assert.Equal("success", (await push).Last.Body);
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
