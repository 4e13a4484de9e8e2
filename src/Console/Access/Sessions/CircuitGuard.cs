using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace WxYarpGateway.Console.Access.Sessions;

/// <summary>Lets nothing in from the browser of a circuit whose session has ended.</summary>
internal sealed class CircuitGuard(AuthenticationStateProvider state, ConsoleSessions sessions, SessionTimes times, TimeProvider clock)
    : CircuitHandler
{
    private DateTimeOffset _aliveAt = DateTimeOffset.MinValue;

    /// <inheritdoc/>
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(
        Func<CircuitInboundActivityContext, Task> next)
        => async activity =>
        {
            if (await IsAliveAsync())
            {
                await next(activity);
            }
            else
            {
                (state as CircuitState)?.End();
            }
        };

    private async Task<bool> IsAliveAsync()
    {
        var now = clock.GetUtcNow();
        if (now - _aliveAt < times.Trust)
        {
            return true;
        }

        var user = (await state.GetAuthenticationStateAsync()).User;
        if (!await sessions.IsAliveAsync(user, CancellationToken.None))
        {
            return false;
        }

        _aliveAt = now;
        return true;
    }
}
