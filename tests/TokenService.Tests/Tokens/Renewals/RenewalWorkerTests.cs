using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Testing.WeChat;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Tests.Replicas;
using WxYarpGateway.TokenService.Tokens;

namespace WxYarpGateway.TokenService.Tests.Tokens.Renewals;

public sealed class RenewalWorkerTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ScriptedWeChat _weChat = new();
    private readonly Accounts _accounts = new();
    private readonly Replica _replica;

    public RenewalWorkerTests()
    {
        _replica = new Replica(_clock, _weChat, configure: services => services.AddSingleton<IAccountList>(_accounts));
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _replica.Worker.StopAsync(CancellationToken.None);
        await _replica.DisposeAsync();
    }

    [Fact]
    public async Task A_token_without_traffic_is_renewed_ahead_for_a_day()
    {
        await StartAsync();
        await _replica.Tokens.GetAsync(Some.Account(), Cancelled);

        await PassAsync(TimeSpan.FromHours(23));

        // 7200 s less 240 to 300 s ahead and up to 30 s until the next round: a renewal every 115 to 116.5 minutes.
        Assert.InRange(_weChat.Calls.Count, 11, 13);
        Assert.True(_replica.Slots.For(Some.Account()).Cached!.IsServable(_clock.GetTimestamp()));

        await PassAsync(TimeSpan.FromHours(1.1));
        var calls = _weChat.Calls.Count;
        await PassAsync(TimeSpan.FromHours(5));
        Assert.Equal(calls, _weChat.Calls.Count);
        Assert.Empty(_replica.Slots.All);
    }

    [Fact]
    public async Task An_account_that_was_taken_out_is_renewed_no_longer()
    {
        await StartAsync();
        await _replica.Tokens.GetAsync(Some.Account(), Cancelled);

        _accounts.TakenOut[Some.Account()] = true;
        await PassAsync(TimeSpan.FromHours(4));

        Assert.Single(_weChat.Calls);
        Assert.Contains("Information Retired", _replica.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_round_that_fails_does_not_end_the_rounds()
    {
        await StartAsync();
        await _replica.Tokens.GetAsync(Some.Account(), Cancelled);
        _accounts.Error = new NotSupportedException("a bug of the host's");
        await PassAsync(TimeSpan.FromMinutes(5));
        Assert.Contains("Error RoundFailed", _replica.Logs.Text, StringComparison.Ordinal);

        _accounts.Error = null;
        await PassAsync(TimeSpan.FromHours(2));

        Assert.Equal(2, _weChat.Calls.Count);
    }

    [Fact]
    public async Task A_renewal_that_crashes_does_not_keep_others_from_being_renewed()
    {
        await StartAsync();
        string[] names = ["crash-1", "crash-2", "good-1", "good-2"];
        foreach (var name in names)
        {
            await _replica.Tokens.GetAsync(Some.Account(appId: name), Cancelled);
        }

        _weChat.When("/cgi-bin/stable_token", (call, _) =>
            call.Body.Contains("crash", StringComparison.Ordinal) ? throw new NotSupportedException("a bug")
                : Task.FromResult(_weChat.NextToken()));
        _clock.Advance(TimeSpan.FromSeconds(6960));

        await Eventually.HoldsAsync(
            () =>
            {
                _clock.Advance(TimeSpan.FromMilliseconds(100));
                return names[2..].All(name => LeftOf(name) > TimeSpan.FromSeconds(6000))
                    && _replica.Logs.Text.Contains("Error Crashed", StringComparison.Ordinal);
            },
            "the good accounts were renewed, and the others' crash was told",
            Cancelled);

        TimeSpan LeftOf(string name) => _replica.Slots.For(Some.Account(appId: name)).Cached!.Token.Lifetime.Remaining(_clock);
    }

    [Fact]
    public async Task One_account_that_hangs_does_not_keep_another_from_being_renewed()
    {
        await StartAsync();
        await _replica.Tokens.GetAsync(Some.Account(appId: "hangs"), Cancelled);
        await _replica.Tokens.GetAsync(Some.Account(), Cancelled);
        _weChat.When("/cgi-bin/stable_token", async (call, token) =>
        {
            if (call.Body.Contains("hangs", StringComparison.Ordinal))
            {
                await Task.Delay(Timeout.Infinite, token);
            }

            return _weChat.NextToken();
        });

        _clock.Advance(TimeSpan.FromSeconds(7000));

        await Eventually.HoldsAsync(
            () =>
            {
                _clock.Advance(TimeSpan.FromMilliseconds(100));
                return _replica.Slots.For(Some.Account()).Cached!.Token.Value != "TOKEN-2";
            },
            "the other account was renewed",
            Cancelled);
        Assert.Equal("TOKEN-1", _replica.Slots.For(Some.Account(appId: "hangs")).Cached!.Token.Value);
    }

    private async Task StartAsync()
    {
        await _replica.Worker.StartAsync(Cancelled);
        await Eventually.HoldsAsync(() => _clock.WaitingTimers > 0, "the worker waits for its next round", Cancelled);
    }

    /// <summary>Lets time pass round by round, each one ending before the next begins.</summary>
    private async Task PassAsync(TimeSpan time)
    {
        var asked = _accounts.Asked;
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(30))
        {
            _clock.Advance(TimeSpan.FromSeconds(30));
            if (_replica.Slots.All.Any())
            {
                var before = asked;
                for (var i = 0; i < 10_000 && _accounts.Asked == before; i++)
                {
                    await Task.Yield();
                }

                await Eventually.HoldsAsync(() => _accounts.Asked > before || !_replica.Slots.All.Any(), "a round began", Cancelled);
                asked = _accounts.Asked;

                // Time that passed while WeChat was being asked would be WeChat's not answering.
                await Task.WhenAll(_replica.Slots.All.Select(((AccessTokenService)_replica.Tokens).RenewAhead));
            }
        }
    }

    private sealed class Accounts : IAccountList
    {
        private int _asked;

        public ConcurrentDictionary<Account, bool> TakenOut { get; } = [];

        public Exception? Error { get; set; }

        public int Asked => Volatile.Read(ref _asked);

        public bool Contains(Account account)
        {
            Interlocked.Increment(ref _asked);
            return Error is null ? !TakenOut.ContainsKey(account) : throw Error;
        }
    }
}
