using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Gateway.Tests.Platforms;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Health;

/// <summary>What is told of platforms.</summary>
public sealed class PlatformHealthTests : IAsyncDisposable
{
    private readonly AheadClock _clock = new();
    private PlatformRig? _rig;

    public async ValueTask DisposeAsync()
    {
        if (_rig is not null)
        {
            await _rig.DisposeAsync();
        }
    }

    [Fact]
    public async Task Without_a_ticket_the_gateway_is_degraded_and_says_where_to_look()
    {
        _rig = await PlatformRig.StartWithoutTicketsAsync();

        var (status, json) = await ReadyAsync();

        Assert.Equal((200, "degraded"), (status, json.GetProperty("status").GetString()));
        Assert.Equal("none", TicketOf(json));
        Assert.Contains("授权事件接收URL", json.GetProperty("reasons")[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "ready", "held")]
    [InlineData(59, "ready", "held")]
    [InlineData(60, "degraded", "late")]
    [InlineData(719, "degraded", "late")]
    [InlineData(720, "degraded", "expired")]
    [InlineData(10_000, "degraded", "expired")]
    public async Task A_ticket_that_gets_old_is_told_and_takes_no_replica_out(int minutes, string status, string ticket)
    {
        _rig = await PlatformRig.StartAsync(services => services.AddSingleton<TimeProvider>(_clock));
        await _rig.PushTicketAsync();
        await Eventually.HoldsAsync(
            async () => TicketOf((await ReadyAsync()).Json) == "held", "the ticket came", TestContext.Current.CancellationToken);

        _clock.Ahead = TimeSpan.FromMinutes(minutes);
        var (code, json) = await ReadyAsync();

        Assert.Equal((200, status, ticket), (code, json.GetProperty("status").GetString(), TicketOf(json)));
        Assert.Equal(status == "degraded", json.GetProperty("reasons").GetRawText().Contains("Platform 'saas'", StringComparison.Ordinal));
        Assert.InRange(json.GetProperty("platforms").GetProperty("saas").GetProperty("ticketAge").GetInt64(), 0, 43_200);
    }

    [Fact]
    public async Task Refresh_tokens_that_the_database_does_not_take_are_told_until_it_does()
    {
        _rig = await PlatformRig.StartAsync();
        _rig.Platform.Switches.RefreshTokens = RefreshTokenMode.RotateEachTime;
        _rig.PutWithToken(PlatformRig.Shop);
        await _rig.PushTicketAsync();
        _rig.Vault.TakesNoWrites = true;

        var token = await Calls.JsonAsync(_rig.Gateway.InternalAddress, $"/tokens/saas/{PlatformRig.Shop}/access_token");
        var (status, json) = await ReadyAsync();
        _rig.Vault.TakesNoWrites = false;

        Assert.Equal(200, token.Status);
        Assert.Equal((200, "degraded"), (status, json.GetProperty("status").GetString()));
        Assert.Contains("yet to take 1 refresh tokens", json.GetProperty("reasons").GetRawText(), StringComparison.Ordinal);
        await Eventually.HoldsAsync(
            async () => (await ReadyAsync()).Json.GetProperty("status").GetString() == "ready",
            "the database took it",
            TestContext.Current.CancellationToken);
    }

    private static string? TicketOf(JsonElement json)
        => json.GetProperty("platforms").GetProperty("saas").GetProperty("ticket").GetString();

    private async Task<(int Status, JsonElement Json)> ReadyAsync()
        => await Calls.JsonAsync(_rig!.Gateway.InternalAddress, "/health/ready");

    /// <summary>The machine's clock, which a test moves ahead; timers run as ever.</summary>
    private sealed class AheadClock : TimeProvider
    {
        private long _ahead;

        public TimeSpan Ahead
        {
            get => TimeSpan.FromTicks(Volatile.Read(ref _ahead));
            set => Volatile.Write(ref _ahead, value.Ticks);
        }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;

        public override long GetTimestamp() => base.GetTimestamp() + (long)(Ahead.TotalSeconds * TimestampFrequency);
    }
}
