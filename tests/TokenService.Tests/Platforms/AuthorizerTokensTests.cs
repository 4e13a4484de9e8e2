using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.TokenService.Platforms.Vault;
using WxYarpGateway.TokenService.Tests.Replicas;
using WxYarpGateway.TokenService.Tokens;

namespace WxYarpGateway.TokenService.Tests.Platforms;

public sealed class AuthorizerTokensTests : PlatformFixture
{
    [Fact]
    public async Task After_unauthorized_no_replica_gives_a_token()
    {
        var replicas = await ServedAsync();
        await UnauthorizeAsync(replicas[0]);

        foreach (var replica in replicas)
        {
            await Eventually.HoldsAsync(
                async () => !(await replica.TokenAsync(World.Authorizer)).TryGet(out _, out _), "there is no token", Cancelled);
            Assert.Equal(TokenObstacle.Unauthorized, Some.ErrorOf(await replica.TokenAsync(World.Authorizer)).Obstacle);
            Assert.False((await replica.Tokens.GetAsync(World.Authorizer, TokenKind.JsApiTicket, Cancelled)).TryGet(out _, out _));
        }

        Assert.False((await World.NewReplica().TokenAsync(World.Authorizer)).TryGet(out _, out _));
        Assert.Equal(0, World.Renewals);
    }

    [Fact]
    public async Task After_unauthorized_and_authorized_again_all_is_well_at_once()
    {
        var replicas = await ServedAsync();
        await UnauthorizeAsync(replicas[0]);
        foreach (var replica in replicas)
        {
            await Eventually.HoldsAsync(
                async () => !(await replica.TokenAsync(World.Authorizer)).TryGet(out _, out _), "there is no token", Cancelled);
        }

        await World.ExchangeAsync(replicas[1]);

        foreach (var replica in replicas)
        {
            Assert.True(World.IsGood(await replica.TokenAsync(World.Authorizer)));
            Assert.True((await replica.Tokens.GetAsync(World.Authorizer, TokenKind.JsApiTicket, Cancelled)).TryGet(out _, out _));
        }
    }

    [Fact]
    public async Task A_renewal_under_way_publishes_nothing_any_more()
    {
        var replicas = await ServedAsync();
        await World.ExpireAsync(replicas[0]);
        World.Settings.Switches.RefreshTokens = Simulator.Platforms.RefreshTokenMode.RotateEachTime;
        var (isAsked, mayGoOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        World.Vault.Before = async (name, _) =>
        {
            if (name == "write" && isAsked.TrySetResult())
            {
                await mayGoOn.Task;
            }
        };
        var renewal = replicas[1].TokenAsync(World.Authorizer).AsTask();
        await isAsked.Task;

        World.Vault.Set(World.Key, AuthorizerState.Unauthorized);
        await replicas[0].Get<AuthorizerTokens>().ForgetAsync(World.Authorizer, Cancelled);
        mayGoOn.SetResult();

        Assert.Equal(TokenObstacle.Unauthorized, Some.ErrorOf(await WhileTimePassesAsync(renewal)).Obstacle);
        foreach (var replica in replicas)
        {
            Assert.False((await replica.TokenAsync(World.Authorizer)).TryGet(out _, out _));
        }
    }

    [Fact]
    public async Task While_the_store_is_away_the_own_token_is_dropped_and_the_stores_as_soon_as_it_is_back()
    {
        var replicas = await ServedAsync();
        await replicas[0].Worker.StartAsync(Cancelled);
        World.Shared.Error = _ => throw new InvalidOperationException("away");

        await UnauthorizeAsync(replicas[0]);
        Assert.False((await replicas[0].TokenAsync(World.Authorizer)).TryGet(out _, out _));
        World.Shared.Error = null;
        Assert.False((await replicas[0].TokenAsync(World.Authorizer)).TryGet(out _, out _));

        await AdvanceUntilAsync(() => !replicas[0].Get<AuthorizerTokens>().HasPending, "the store was told");
        Assert.False((await replicas[1].TokenAsync(World.Authorizer)).TryGet(out _, out _));
        Assert.False((await World.NewReplica().TokenAsync(World.Authorizer)).TryGet(out _, out _));
    }

    [Fact]
    public async Task A_token_that_the_store_did_not_take_is_told_later()
    {
        var replicas = await ServedAsync();
        await replicas[0].Worker.StartAsync(Cancelled);
        var code = await World.AuthorizeAsync();
        World.Shared.Error = _ => throw new InvalidOperationException("away");
        var result = await replicas[0].Get<AuthorizationCodes>().ExchangeAsync(World.Platform, code, null, Cancelled);
        Assert.True(result.TryGet(out _, out var error), error?.Message);
        Assert.True(World.IsGood(await replicas[0].TokenAsync(World.Authorizer)));

        World.Shared.Error = null;
        await AdvanceUntilAsync(() => !replicas[0].Get<AuthorizerTokens>().HasPending, "the store was told");

        Assert.All(
            await Task.WhenAll(replicas.Select(async replica => await replica.TokenAsync(World.Authorizer))),
            token => Assert.True(World.IsGood(token)));
        Assert.Equal(0, World.Renewals);
    }

    private async Task<PlatformReplica[]> ServedAsync()
    {
        PlatformReplica[] replicas = [await World.NewReplicaWithTicketAsync(), World.NewReplica(), World.NewReplica()];
        await World.ExchangeAsync(replicas[0]);
        foreach (var replica in replicas)
        {
            Assert.True(World.IsGood(await replica.TokenAsync(World.Authorizer)));
            Assert.True((await replica.Tokens.GetAsync(World.Authorizer, TokenKind.JsApiTicket, Cancelled)).TryGet(out _, out _));
        }

        return replicas;
    }

    private async Task UnauthorizeAsync(PlatformReplica replica)
    {
        World.Simulator.Platforms.UnauthorizeSilently(World.Settings.AppId, World.Key.AppId.Value);
        World.Vault.Set(World.Key, AuthorizerState.Unauthorized);
        await replica.Get<AuthorizerTokens>().ForgetAsync(World.Authorizer, Cancelled);
    }
}
