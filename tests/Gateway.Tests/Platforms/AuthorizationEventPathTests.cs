using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Gateway.Tests.Platforms;

/// <summary>The URL for authorization events: its answer is exactly <c>success</c>, or a refusal.</summary>
public sealed class AuthorizationEventPathTests : IAsyncLifetime
{
    private PlatformRig _rig = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _rig = await PlatformRig.StartAsync(("Services:saas:EventBackend", "bot"));

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_ticket_is_answered_with_exactly_success_and_goes_to_no_message_backend()
    {
        var result = await _rig.WeChat.Platforms.PushTicketAsync(PlatformRig.Component, Cancelled);

        Assert.Equal((200, "success"), (result!.Last.Status, result.Last.Body));
        Assert.Contains("component_verify_ticket", _rig.Events.InfoTypes);
        Assert.Empty(_rig.Main.Calls);
    }

    [Fact]
    public async Task An_event_that_can_be_kept_nowhere_is_answered_503()
    {
        _rig.Events.IsAway = true;

        var result = await _rig.WeChat.Platforms.PushTicketAsync(PlatformRig.Component, Cancelled);

        Assert.Equal(503, result!.Deliveries[0].Status);
    }

    [Fact]
    public async Task An_event_of_another_component_is_refused()
    {
        // Sealed with this component's key and AppId, but the element AppId is another's.
        _rig.WeChat.AddAccount(new Simulator.Accounts.SimulatedAccount
        {
            AppId = "wxother",
            Token = _rig.Platform.Token,
            EncodingAesKey = PlatformRig.AesKey,
            Encryption = Simulator.Accounts.EncryptionMode.Safe,
        });
        var forged = PushedMessage.Event("x").With("AppId", "wxother").With("InfoType", "unauthorized");

        var result = await _rig.WeChat.PushAsync(
            "wxother",
            forged,
            new PushOptions { Url = _rig.Platform.EventUrl, ReceiverId = PlatformRig.Component, MaxDeliveries = 1 },
            Cancelled);

        Assert.Equal(403, result.Last.Status);
        Assert.DoesNotContain("unauthorized", _rig.Events.InfoTypes);
    }
}
