using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.TokenService.Tests.Platforms;

[Collection(nameof(Alone))]
[Trait(Alone.Needs, Alone.Machine)]
public sealed class AuthorizationCodesTests : PlatformFixture
{
    [Fact]
    public async Task Event_browser_and_three_replicas_together_exchange_a_code_once()
    {
        PlatformReplica[] replicas = [await World.NewReplicaWithTicketAsync(), World.NewReplica(), World.NewReplica()];
        var code = await World.AuthorizeAsync();

        var results = await WhileTimePassesAsync(Task.WhenAll(Enumerable.Range(0, 30).Select(
            number => Task.Run(async () => await ExchangeAsync(replicas[number % 3], code, number % 2 == 0 ? World.Key.AppId : null)))));

        Assert.All(results, result => Assert.Equal(World.Key.AppId, Some(result).AppId));
        Assert.Equal([1, 2, 3, 4, 6, 7, 11, 15], Some(results[0]).PermissionSets);
        Assert.Equal(1, World.Simulator.Platforms.ExchangesOf(code));
        World.Clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(World.Key.AppId, Some(await ExchangeAsync(World.NewReplica(), code)).AppId);
        Assert.Equal(1, World.Simulator.Platforms.ExchangesOf(code));
        Assert.Equal(1, World.Vault.RowOf(World.Key)!.Version);
    }

    [Fact]
    public async Task A_code_that_is_wrong_is_asked_for_once()
    {
        var replica = await World.NewReplicaWithTicketAsync();

        for (var i = 0; i < 5; i++)
        {
            var error = Error(await ExchangeAsync(replica, "queryauthcode@@@nobody"));
            Assert.Equal((61009, ErrorClass.UserAuthorization), (error.ErrorCode, error.Class));
            Assert.DoesNotContain("nobody", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(1, World.CallsOf(ApiPath.QueryAuth));
        Assert.Equal(ErrorClass.UserAuthorization, Error(await ExchangeAsync(replica, new string('x', 2048))).Class);
        Assert.Equal(ErrorClass.UserAuthorization, Error(await ExchangeAsync(replica, "")).Class);
        Assert.Equal(1, World.CallsOf(ApiPath.QueryAuth));
    }

    [Fact]
    public async Task A_code_whose_answer_was_lost_is_made_good_when_the_event_named_the_account()
    {
        var replica = await World.NewReplicaWithTicketAsync();
        var code = await World.AuthorizeAsync();
        World.Simulator.Faults.Add(ApiPath.QueryAuth, Fault.LoseAnswer(), times: 1);

        Assert.Equal(World.Key.AppId, Some(await ExchangeAsync(replica, code, World.Key.AppId)).AppId);

        Assert.Equal(World.RefreshToken, World.Vault.RowOf(World.Key)!.RefreshToken);
        Assert.True(World.IsGood(await replica.TokenAsync(World.Authorizer)));
    }

    [Fact]
    public async Task A_lost_answer_is_no_final_error_while_WeChat_cannot_say_what_the_code_stood_for()
    {
        var replica = await World.NewReplicaWithTicketAsync();
        var code = await World.AuthorizeAsync();
        World.Simulator.Faults.Add(ApiPath.QueryAuth, Fault.LoseAnswer(), times: 1);
        World.Simulator.Faults.Add(ApiPath.AuthorizerInfo, Fault.Error(-1));

        Assert.NotEqual(ErrorClass.UserAuthorization, Error(await PatientlyAsync(replica, code, World.Key.AppId)).Class);

        // By now WeChat says that the code was used (61009).
        Assert.NotEqual(ErrorClass.UserAuthorization, Error(await PatientlyAsync(replica, code, World.Key.AppId)).Class);
        World.Simulator.Faults.Clear();
        World.Simulator.Faults.Add(ApiPath.AuthorizerToken, Fault.Error(-1));
        Assert.NotEqual(ErrorClass.UserAuthorization, Error(await PatientlyAsync(replica, code, World.Key.AppId)).Class);
        World.Simulator.Faults.Clear();

        Assert.Equal(World.Key.AppId, Some(await PatientlyAsync(replica, code, World.Key.AppId)).AppId);
        Assert.True(World.IsGood(await replica.TokenAsync(World.Authorizer)));
    }

    [Fact]
    public async Task What_a_browser_learned_too_late_does_not_keep_the_event_from_making_the_code_good()
    {
        var (first, second) = (await World.NewReplicaWithTicketAsync(), World.NewReplica());
        var code = await World.AuthorizeAsync();
        World.Simulator.Faults.Add(ApiPath.QueryAuth, Fault.LoseAnswer(), times: 1);
        World.Simulator.Faults.Add(ApiPath.AuthorizerInfo, Fault.Error(-1));
        Assert.NotEqual(ErrorClass.UserAuthorization, Error(await PatientlyAsync(first, code, World.Key.AppId)).Class);
        World.Simulator.Faults.Clear();
        Assert.Equal(61009, Error(await PatientlyAsync(second, code)).ErrorCode);
        var asked = World.CallsOf(ApiPath.QueryAuth);

        Assert.Equal(World.Key.AppId, Some(await PatientlyAsync(first, code, World.Key.AppId)).AppId);

        // And whoever asks now learns of the success, without WeChat.
        Assert.Equal(World.Key.AppId, Some(await PatientlyAsync(second, code)).AppId);
        Assert.Equal(asked, World.CallsOf(ApiPath.QueryAuth));
        Assert.Equal(World.RefreshToken, World.Vault.RowOf(World.Key)!.RefreshToken);
        Assert.True(World.IsGood(await second.TokenAsync(World.Authorizer)));
    }

    [Fact]
    public async Task Two_replicas_without_a_store_both_succeed_although_WeChat_takes_the_code_once()
    {
        var (first, second) = (await World.NewReplicaWithTicketAsync(), await TwoTicketsAsync());
        Assert.True(World.IsGood(await first.TokenAsync(World.Platform)));
        Assert.True(World.IsGood(await second.TokenAsync(World.Platform)));
        var code = await World.AuthorizeAsync();
        World.Shared.Error = _ => throw new InvalidOperationException("away");

        Assert.Equal(World.Key.AppId, Some(await ExchangeAsync(first, code, World.Key.AppId)).AppId);
        Assert.Equal(World.Key.AppId, Some(await ExchangeAsync(second, code, World.Key.AppId)).AppId);

        Assert.Equal(World.RefreshToken, World.Vault.RowOf(World.Key)!.RefreshToken);
    }

    [Fact]
    public async Task Without_the_database_the_refresh_token_is_kept_beside_it_and_wins_over_what_was_there()
    {
        var replica = await World.NewReplicaWithTicketAsync();
        World.Vault.Put(World.Key, new VaultedToken("outdated", 5, AuthorizerState.Unauthorized));
        World.Vault.IsDown = true;
        var code = await World.AuthorizeAsync();

        Some(await ExchangeAsync(replica, code));
        Assert.Equal(1, replica.States.Spilled);
        await World.ExpireAsync(replica);
        Assert.True(World.IsGood(await replica.TokenAsync(World.Authorizer)));
        World.Vault.IsDown = false;
        await replica.Worker.StartAsync(Cancelled);

        await AdvanceUntilAsync(() => replica.States.Spilled == 0, "the vault took it");
        Assert.Equal(new VaultedToken(World.RefreshToken!, 6, AuthorizerState.Authorized), World.Vault.RowOf(World.Key));
    }

    [Fact]
    public async Task A_new_authorization_while_backends_call_lets_no_40001_reach_them()
    {
        PlatformReplica[] replicas = [await World.NewReplicaWithTicketAsync(), World.NewReplica(), World.NewReplica()];
        await World.ExchangeAsync(replicas[0]);
        using var stop = new CancellationTokenSource();
        var errors = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var calls = new int[9];
        var callers = Enumerable.Range(0, calls.Length).Select(number => Task.Run(async () =>
        {
            var api = replicas[number % 3].Get<WeChatApiClient>();
            while (!stop.IsCancellationRequested)
            {
                var sent = await api.SendCustomerServiceMessageAsync(
                    World.Authorizer, "o1", """{"touser":"o1","msgtype":"text","text":{"content":"hi"}}"""u8.ToArray(), Cancelled);
                if (!sent.Succeeded)
                {
                    errors.Enqueue(sent.Error.Message);
                }

                Interlocked.Increment(ref calls[number]);
            }
        })).ToList();

        await WhileTimePassesAsync(Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++)
            {
                await World.ExchangeAsync(replicas[i % 3]);

                // Nobody authorizes twice within one call of a backend's, however long a busy machine lets it wait.
                int[] before = [.. calls];
                await Eventually.HoldsAsync(
                    () => calls.Zip(before, (now, then) => now - then).Min() >= 2, "every backend calls", Cancelled);
            }

            await stop.CancelAsync();
            await Task.WhenAll(callers);
            return true;
        }));
        Assert.Empty(errors);
        Assert.All(
            await Task.WhenAll(replicas.Select(async replica => await replica.TokenAsync(World.Authorizer))),
            result => Assert.True(World.IsGood(result)));
        Assert.Equal(World.RefreshToken, World.Vault.RowOf(World.Key)!.RefreshToken);
    }

    [Fact]
    public async Task After_a_new_authorization_all_replicas_have_the_new_token_without_asking()
    {
        PlatformReplica[] replicas = [await World.NewReplicaWithTicketAsync(), World.NewReplica(), World.NewReplica()];
        await World.ExchangeAsync(replicas[0]);
        foreach (var replica in replicas)
        {
            Assert.True(World.IsGood(await replica.TokenAsync(World.Authorizer)));
        }

        await World.ExchangeAsync(replicas[1]);

        foreach (var replica in replicas)
        {
            Assert.True(World.IsGood(await replica.TokenAsync(World.Authorizer)));
        }

        Assert.Equal(0, World.Renewals);
    }

    [Fact]
    public async Task A_renewal_that_was_under_way_does_not_overwrite_the_token_of_a_new_authorization()
    {
        var (first, second) = (await World.NewReplicaWithTicketAsync(), World.NewReplica());
        await World.ExchangeAsync(first);
        await World.ExpireAsync(first);
        var (isAsked, mayGoOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        World.Vault.Before = async (name, _) =>
        {
            if (name == "write" && isAsked.TrySetResult())
            {
                await mayGoOn.Task;
            }
        };
        World.Settings.Switches.RefreshTokens = Simulator.Platforms.RefreshTokenMode.RotateEachTime;
        var renewal = first.TokenAsync(World.Authorizer).AsTask();
        await isAsked.Task;

        await World.ExchangeAsync(second);
        mayGoOn.SetResult();
        await WhileTimePassesAsync(renewal);

        Assert.True(World.IsGood(await first.TokenAsync(World.Authorizer)));
        Assert.True(World.IsGood(await second.TokenAsync(World.Authorizer)));
        Assert.True(World.IsGood(await World.NewReplica().TokenAsync(World.Authorizer)));
        Assert.Equal(World.RefreshToken, World.Vault.RowOf(World.Key)!.RefreshToken);
    }

    private static Authorization Some(WeChatResult<Authorization> result)
    {
        Assert.True(result.TryGet(out var authorization, out var error), error?.Message);
        return authorization;
    }

    private static WeChatError Error(WeChatResult<Authorization> result)
    {
        Assert.False(result.TryGet(out _, out var error));
        return error!;
    }

    private async Task<PlatformReplica> TwoTicketsAsync()
    {
        World.Clock.Advance(TimeSpan.FromMinutes(1));
        return await World.NewReplicaWithTicketAsync();
    }

    /// <summary>Exchanges while time passes: what WeChat was too busy for is asked for again after a pause.</summary>
    private async Task<WeChatResult<Authorization>> PatientlyAsync(PlatformReplica replica, string code, AppId? named = null)
    {
        var exchange = ExchangeAsync(replica, code, named);
        await AdvanceUntilAsync(() => exchange.IsCompleted, "the exchange ended", TimeSpan.FromMilliseconds(20));
        return await exchange;
    }

    private async Task<WeChatResult<Authorization>> ExchangeAsync(PlatformReplica replica, string code, AppId? named = null) =>
        await replica.Get<AuthorizationCodes>().ExchangeAsync(World.Platform, code, named, Cancelled);
}
