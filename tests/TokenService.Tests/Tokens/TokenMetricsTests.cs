using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Testing.WeChat;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Tests.Replicas;

namespace WxYarpGateway.TokenService.Tests.Tokens;

public sealed class TokenMetricsTests : IAsyncDisposable
{
    private const string Age = "wxgateway.tokens.age service=shop kind=access_token";
    private const string Expiry = "wxgateway.tokens.expiry service=shop kind=access_token";

    private readonly FakeTimeProvider _clock = new();
    private readonly ScriptedWeChat _weChat = new();
    private readonly SharedStore _shared;
    private readonly Replica _replica;

    public TokenMetricsTests()
    {
        _shared = new SharedStore(_clock);
        _replica = new Replica(_clock, _weChat, _shared);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _replica.DisposeAsync();

    [Fact]
    public async Task Age_and_expiry_of_a_token_are_shown_and_an_expired_one_has_nothing_left()
    {
        Assert.DoesNotContain(Age, _replica.Metrics.Observe().Keys);

        Some.Of(await _replica.Tokens.GetAsync(Some.Account(), Cancelled));
        _clock.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal((100, 7100), (_replica.Metrics.Observe()[Age], _replica.Metrics.Observe()[Expiry]));

        _clock.Advance(TimeSpan.FromSeconds(7200));
        Assert.Equal((7300, 0), (_replica.Metrics.Observe()[Age], _replica.Metrics.Observe()[Expiry]));
    }

    [Fact]
    public async Task A_token_of_an_account_that_was_taken_out_is_shown_no_longer()
    {
        var accounts = new OneAccount();
        await using var replica = new Replica(_clock, _weChat, configure: services => services.AddSingleton<IAccountList>(accounts));
        Some.Of(await replica.Tokens.GetAsync(Some.Account(), Cancelled));
        Assert.Contains(Age, replica.Metrics.Observe().Keys);

        accounts.IsThere = false;

        Assert.DoesNotContain(Age, replica.Metrics.Observe().Keys);
    }

    [Fact]
    public async Task How_long_a_renewal_waits_for_another_replica_is_measured()
    {
        await using var other = new Replica(_clock, _weChat, _shared);
        var isAsked = new TaskCompletionSource();
        var mayAnswer = new TaskCompletionSource();
        _weChat.When("/cgi-bin/stable_token", async (_, _) =>
        {
            isAsked.SetResult();
            await mayAnswer.Task;
            return ScriptedWeChat.Json(ScriptedWeChat.TokenJson("T"));
        });
        var first = Task.Run(async () => await other.Tokens.GetAsync(Some.Account(), Cancelled), Cancelled);
        await isAsked.Task;
        var second = Task.Run(async () => await _replica.Tokens.GetAsync(Some.Account(), Cancelled), Cancelled);
        await Eventually.HoldsAsync(() => _shared.CountOf("acquire") >= 2, "the second asked for the lease", Cancelled);
        _clock.Advance(TimeSpan.FromMilliseconds(40));
        mayAnswer.SetResult();

        Some.Of(await Some.WhileTimePassesAsync(_clock, second, Cancelled));
        Some.Of(await first);

        var (_, atOnce) = Assert.Single(other.Metrics.Values, value => value.Series == "wxgateway.leases.wait kind=access_token");
        var (_, waited) = Assert.Single(_replica.Metrics.Values, value => value.Series == "wxgateway.leases.wait kind=access_token");
        Assert.Equal(0, atOnce);
        Assert.InRange(waited, 0.04, 1);
    }

    private sealed class OneAccount : IAccountList
    {
        public bool IsThere { get; set; } = true;

        public bool Contains(Account account) => IsThere;
    }
}
