using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using WxYarpGateway.Console.Access;
using WxYarpGateway.Console.Access.Accounts;
using WxYarpGateway.Console.Access.Sessions;
using WxYarpGateway.Console.Access.Store;
using WxYarpGateway.Console.Tests.Fixtures;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Console.Tests.Access;

/// <summary>A circuit outlives requests by hours, so it has to be told when its session ends.</summary>
public sealed class CircuitGuardTests(SqliteFixture database) : IClassFixture<SqliteFixture>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_comes_in_after_the_session_has_ended()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var console = await database.StartAsync(clock);
        await console.AddAsync("una", Roles.Operator);
        var sessions = console.Services.GetRequiredService<ConsoleSessions>();
        await using var open = console.Services.GetRequiredService<AccessDatabases>().Open();
        var account = await open.Users.SingleAsync(user => user.UserName == "una", Cancelled);
        var user = await sessions.BeginAsync(account, new DefaultHttpContext(), "test", Cancelled);
        using var state = new CircuitState(NullLoggerFactory.Instance, sessions, SessionTimes.Usual);
        state.SetAuthenticationState(Task.FromResult(new AuthenticationState(user)));
        var came = 0;
        var guard = new CircuitGuard(state, sessions, SessionTimes.Usual, clock).CreateInboundActivityHandler(_ =>
        {
            came++;
            return Task.CompletedTask;
        });

        await guard(null!);
        await console.Services.GetRequiredService<AccountCare>().SetRoleAsync("una", Roles.Viewer, Cancelled);
        clock.Advance(TimeSpan.FromSeconds(3));
        await guard(null!);
        await guard(null!);

        Assert.Equal(1, came);
        Assert.False((await state.GetAuthenticationStateAsync()).User.Identity!.IsAuthenticated);
    }

    [Fact]
    public async Task A_quiet_circuit_is_told_too()
    {
        await using var console = await database.StartAsync();
        await console.AddAsync("vic", Roles.Operator);
        var sessions = console.Services.GetRequiredService<ConsoleSessions>();
        await using var open = console.Services.GetRequiredService<AccessDatabases>().Open();
        var account = await open.Users.SingleAsync(user => user.UserName == "vic", Cancelled);
        var user = await sessions.BeginAsync(account, new DefaultHttpContext(), "test", Cancelled);
        using var state = new CircuitState(
            NullLoggerFactory.Instance, sessions, new SessionTimes(TimeSpan.FromMilliseconds(20), TimeSpan.Zero));
        state.SetAuthenticationState(Task.FromResult(new AuthenticationState(user)));

        await sessions.EndAllAsync(account.Id, Cancelled);

        await Eventually.HoldsAsync(
            async () => (await state.GetAuthenticationStateAsync()).User.Identity?.IsAuthenticated != true, "the circuit was told", Cancelled);
    }
}
