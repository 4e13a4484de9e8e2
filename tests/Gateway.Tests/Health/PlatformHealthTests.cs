using System.Net.Http.Json;
using System.Text.Json;
using WxYarpGateway.Gateway.Tests.Platforms;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Platforms;

namespace WxYarpGateway.Gateway.Tests.Health;

/// <summary>What is told of platforms.</summary>
public sealed class PlatformHealthTests : IAsyncLifetime
{
    private readonly HttpClient _client = new();
    private PlatformRig _rig = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private Uri Token => new(_rig.Gateway.InternalAddress, "/tokens/saas/component_access_token");

    public async ValueTask InitializeAsync() => _rig = await PlatformRig.StartWithoutTicketsAsync();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task The_age_of_the_newest_ticket_is_told()
    {
        const int Minutes = 59;
        var came = DateTimeOffset.UtcNow.AddMinutes(-Minutes);
        var ticket = _rig.WeChat.Platforms.CreateTicket(PlatformRig.Component);
        await _rig.Vault.WriteTicketAsync(PlatformRig.IdOf(PlatformRig.Component), new ComponentTicket(ticket, came, came), Cancelled);
        using var asked = await _client.GetAsync(Token, Cancelled);

        var ready = await ReadyAsync("ready");

        Assert.InRange(
            ready.GetProperty("platforms").GetProperty("saas").GetProperty("ticketAge").GetInt64(), Minutes * 60, (Minutes * 60) + 600);
    }

    [Fact]
    public async Task A_platform_that_waits_for_its_ticket_says_so_until_one_comes()
    {
        using var refused = await _client.GetAsync(Token, Cancelled);
        Assert.Equal(503, (int)refused.StatusCode);
        Assert.True((await ReadyAsync("degraded")).GetProperty("platforms").GetProperty("saas").GetProperty("waitsForTicket").GetBoolean());

        await _rig.PushTicketAsync();

        await ReadyAsync("ready");
    }

    /// <summary>Waits until the gateway, which never leaves the service, says how it is.</summary>
    private async Task<JsonElement> ReadyAsync(string status)
    {
        JsonElement ready = default;
        await Eventually.HoldsAsync(
            async () =>
            {
                using var answer = await _client.GetAsync(new Uri(_rig.Gateway.InternalAddress, "/health/ready"), Cancelled);
                Assert.True(answer.IsSuccessStatusCode);
                ready = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
                return ready.GetProperty("status").GetString() == status;
            },
            $"it was {status}",
            Cancelled);
        return ready;
    }
}
