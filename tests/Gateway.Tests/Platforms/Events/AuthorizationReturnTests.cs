using Microsoft.AspNetCore.WebUtilities;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Testing.Redis;
using WxYarpGateway.Testing.Time;
using AuthorizationOptions = WxYarpGateway.Simulator.Platforms.Events.AuthorizationOptions;

namespace WxYarpGateway.Gateway.Tests.Platforms.Events;

/// <summary>What a browser alone brings about, when WeChat's event is late or never comes.</summary>
public sealed class AuthorizationReturnTests(SharedRedis redis)
{
    // Replicas look by themselves once a minute, which would hide that nobody told them.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_the_event_an_account_whose_owner_came_back_can_be_called_for_on_every_replica()
    {
        await using var rig = await StartAsync();

        using var returned = await ReturnAsync(rig);
        Assert.Equal(200, (int)returned.StatusCode);

        foreach (var gateway in rig.Gateways)
        {
            await Eventually.HoldsAsync(
                async () => await StatusAsync(gateway.InternalAddress, $"/tokens/saas/{EventRig.Shop}/access_token") == 200,
                "the replica served the account",
                Cancelled,
                Soon);
        }

        await Eventually.HoldsAsync(
            async () => await rig.RowAsync() is { Authorizer: { OriginalId: "gh_shop", NickName: "奶茶店😀" } },
            "the row was complete",
            Cancelled);
    }

    [Fact]
    public async Task A_WeChat_that_is_frozen_after_the_exchange_keeps_no_browser_waiting()
    {
        await using var rig = await StartAsync();
        rig.WeChat.Faults.Add(EventRig.Info, Fault.Delay(Timeout.InfiniteTimeSpan));

        using var returned = await ReturnAsync(rig);

        Assert.Equal(200, (int)returned.StatusCode);
        await Eventually.HoldsAsync(
            async () => await StatusAsync(rig.Gateways[1].InternalAddress, $"/tokens/saas/{EventRig.Shop}/access_token") == 200,
            "the other replica served the account",
            Cancelled,
            Soon);
    }

    /// <summary>Goes the owner's way from the page to WeChat and back, in WeChat's own browser, which loses the cookie.</summary>
    private static async Task<HttpResponseMessage> ReturnAsync(EventRig rig)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        using var browser = new HttpClient(handler) { BaseAddress = rig.Gateway.Address };
        browser.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 MicroMessenger/8.0.50");
        using var pressed = await browser.PostAsync("/wx/saas/authorize/h5", content: null, Cancelled);
        Assert.Equal(303, (int)pressed.StatusCode);
        var returnTo = new Uri(QueryHelpers.ParseQuery(pressed.Headers.Location!.Query)["redirect_uri"].ToString());

        var granted = await rig.AuthorizeAsync(new AuthorizationOptions { EventTiming = EventTiming.Never });
        return await browser.GetAsync($"{returnTo.PathAndQuery}&auth_code={Uri.EscapeDataString(granted.Code)}&expires_in=3600", Cancelled);
    }

    private static async Task<int> StatusAsync(Uri address, string path)
    {
        using var client = new HttpClient { BaseAddress = address };
        using var answer = await client.GetAsync(path, Cancelled);
        return (int)answer.StatusCode;
    }

    private async Task<EventRig> StartAsync()
    {
        var rig = await EventRig.StartAsync(
            ("Services:saas:Authorization:Path", "/wx/saas/authorize"),
            ("Services:saas:Authorization:Access", "Open"),
            ("Store:Kind", "Redis"),
            ("Store:Redis", redis.ConnectionString),
            ("Store:KeyPrefix", SharedRedis.NewPrefix()));
        await rig.StartGatewayAsync();
        await rig.StartGatewayAsync();
        await rig.PushTicketAsync();
        return rig;
    }
}
