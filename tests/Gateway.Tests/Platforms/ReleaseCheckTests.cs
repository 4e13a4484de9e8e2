using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Simulator.ReleaseChecks;

namespace WxYarpGateway.Gateway.Tests.Platforms;

/// <summary>WeChat's test of a platform before its release, with each of its ten accounts.</summary>
public sealed class ReleaseCheckTests : IAsyncLifetime
{
    private PlatformRig _rig = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _rig = await PlatformRig.StartAsync();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task The_gateway_passes_every_step_with_every_account_and_asks_no_backend()
    {
        var steps = await new ReleaseCheck(_rig.WeChat, PlatformRig.Component, TimeSpan.FromSeconds(30)).RunAsync(Cancelled);

        Assert.Equal(31, steps.Count);
        Assert.All(steps, step => Assert.True(step.Verdict == StepVerdict.Passed, $"{step.Name} {step.AppId}: {step.Detail}"));
        Assert.Empty(_rig.Main.Calls);
        Assert.Empty(_rig.Unknown.Met);
    }

    [Fact]
    public async Task The_same_text_of_any_other_account_is_an_ordinary_message()
    {
        _rig.Put(PlatformRig.Shop);
        _rig.Main.Answers("""{"msg":"ours"}""");

        var result = await _rig.PushAsync(PlatformRig.Shop, PushedMessage.Text("TESTCOMPONENT_MSG_TYPE_TEXT"));

        Assert.Equal("ours", result.Reply?["Content"]);
    }

    [Fact]
    public async Task A_test_accounts_AppId_with_another_original_id_is_an_ordinary_unknown_account()
    {
        _rig.Main.Answers("""{"msg":"ours"}""");
        _rig.WeChat.AddAccount(new Simulator.Accounts.SimulatedAccount { AppId = "wx570bc396a51b8ff8", OriginalId = "gh_somebody" });

        var result = await _rig.PushAsync("wx570bc396a51b8ff8", PushedMessage.Text("TESTCOMPONENT_MSG_TYPE_TEXT"));

        Assert.Equal("ours", result.Reply?["Content"]);
        Assert.Equal("unknown", _rig.Main.OnlyCall.Headers["X-WeChat-Authorizer"]);
    }
}
