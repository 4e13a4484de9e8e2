using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace WxYarpGateway.Console.Access.Sessions;

/// <summary>Who uses a circuit. When the session ends, nobody does: the page is replaced, and the browser is led to sign in.</summary>
internal sealed class CircuitState(ILoggerFactory logging, ConsoleSessions sessions, SessionTimes times)
    : RevalidatingServerAuthenticationStateProvider(logging)
{
    /// <inheritdoc/>
    protected override TimeSpan RevalidationInterval => times.Check;

    /// <summary>Ends it now.</summary>
    public void End()
        => SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity()))));

    /// <inheritdoc/>
    protected override Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState, CancellationToken cancellationToken)
        => sessions.IsAliveAsync(authenticationState.User, cancellationToken);
}
