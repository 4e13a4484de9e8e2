using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.TokenService.Tests.Platforms;

/// <summary>A replica dies before each of its steps, one after the other, and another one takes its place.</summary>
public sealed class KilledReplicaTests : PlatformFixture
{
    private const int MostSteps = 80;

    [Theory]
    [InlineData(RefreshTokenMode.Stable, false)]
    [InlineData(RefreshTokenMode.RotateEachTime, false)]
    [InlineData(RefreshTokenMode.RotateAndForgetAnswer, false)]
    [InlineData(RefreshTokenMode.RotateEachTime, true)]
    public async Task In_the_middle_of_a_renewal_no_refresh_token_is_lost(RefreshTokenMode mode, bool isVaultDown)
    {
        var first = await World.NewReplicaWithTicketAsync();
        await World.ExchangeAsync(first);
        await World.ExpireAsync(first);
        Assert.True(World.IsGood(await first.TokenAsync(World.Authorizer)));
        World.Settings.Switches.RefreshTokens = mode;
        for (var step = 0; ; step++)
        {
            Assert.True(step < MostSteps);
            await World.ExpireAsync(first);
            World.Vault.Before = (name, _) => isVaultDown && name == "write"
                ? throw new VaultUnavailableException("away")
                : Task.CompletedTask;
            first.Steps.DieAt(step);
            await RunAsync(first.TokenAsync(World.Authorizer).AsTask());
            World.Vault.Before = null;
            var hasEnded = !first.Steps.IsDead;

            // What the dead one held ends by itself.
            World.Clock.Advance(TimeSpan.FromSeconds(16));
            var next = World.NewReplica();
            await UntilGoodAsync(next);
            await next.Worker.StartAsync(Cancelled);
            await AdvanceUntilAsync(() => next.States.Spilled == 0, "nothing is left beside the vault");
            await next.Worker.StopAsync(Cancelled);

            // Whatever became of the answer, the next renewal works with what is kept, and after it the vault is right.
            await World.ExpireAsync(next);
            await UntilGoodAsync(next);
            Assert.Equal(World.RefreshToken, World.Vault.RowOf(World.Key)!.RefreshToken);
            Assert.Equal(AuthorizerState.Authorized, World.Vault.RowOf(World.Key)!.State);
            await first.DisposeAsync();
            first = next;
            if (hasEnded)
            {
                break;
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task In_the_middle_of_an_exchange_the_event_comes_again_and_all_is_well(bool isVaultDown)
    {
        var first = await World.NewReplicaWithTicketAsync();
        for (var step = 0; ; step++)
        {
            Assert.True(step < MostSteps);
            var code = await World.AuthorizeAsync();
            World.Vault.Before = (name, _) => isVaultDown && name == "write"
                ? throw new VaultUnavailableException("away")
                : Task.CompletedTask;
            first.Steps.DieAt(step);
            await RunAsync(first.Get<AuthorizationCodes>().ExchangeAsync(World.Platform, code, World.Key.AppId, Cancelled).AsTask());
            World.Vault.Before = null;
            var hasEnded = !first.Steps.IsDead;

            World.Clock.Advance(TimeSpan.FromSeconds(16));
            var next = await World.NewReplicaWithTicketAsync();
            var again = await next.Get<AuthorizationCodes>().ExchangeAsync(World.Platform, code, World.Key.AppId, Cancelled);

            Assert.True(again.TryGet(out var authorization, out var error), $"Step {step}: {error?.Message}");
            Assert.Equal(World.Key.AppId, authorization.AppId);
            await UntilGoodAsync(next);
            await next.Worker.StartAsync(Cancelled);
            await AdvanceUntilAsync(
                () => World.Vault.RowOf(World.Key)?.RefreshToken == World.RefreshToken, $"the vault is right after step {step}");
            await next.Worker.StopAsync(Cancelled);
            await first.DisposeAsync();
            first = next;
            World.Clock.Advance(TimeSpan.FromMinutes(1));
            if (hasEnded)
            {
                break;
            }
        }
    }

    private async Task RunAsync<T>(Task<T> task)
    {
        await AdvanceUntilAsync(() => task.IsCompleted, "the dying replica ended", TimeSpan.FromMilliseconds(10));
        await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task UntilGoodAsync(PlatformReplica replica)
    {
        for (var tries = 0; ; tries++)
        {
            if (replica.Tickets.Newest(World.Platform.AppId) is null)
            {
                World.Clock.Advance(TimeSpan.FromSeconds(1));
                await World.GiveTicketAsync(replica);
            }

            var asked = replica.TokenAsync(World.Authorizer).AsTask();
            await AdvanceUntilAsync(() => asked.IsCompleted, "the call ended", TimeSpan.FromMilliseconds(10));
            if (World.IsGood(await asked))
            {
                return;
            }

            // A dead token that was published, as callers meet it: they have it replaced.
            if ((await asked).TryGet(out var dead, out _))
            {
                var replaced = replica.Tokens.ReplaceAsync(World.Authorizer, dead.Value, Cancelled).AsTask();
                await AdvanceUntilAsync(() => replaced.IsCompleted, "the token was replaced", TimeSpan.FromMilliseconds(10));
                if (World.IsGood(await replaced))
                {
                    return;
                }
            }

            Assert.True(tries < 6, "WeChat had several chances.");
            World.Clock.Advance(TimeSpan.FromSeconds(3));
        }
    }
}
