using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using WxYarpGateway.Console.Access.Sessions;

namespace WxYarpGateway.Console.Access.Audits;

/// <summary>Writes to the audit log for whoever uses the circuit.</summary>
internal sealed class AuditLog(AuditStore store, AuthenticationStateProvider state) : IAuditLog
{
    /// <inheritdoc/>
    public async Task WriteAsync(string what, string target, string? detail, CancellationToken cancellationToken)
    {
        var user = (await state.GetAuthenticationStateAsync()).User;
        await store.WriteAsync(
            user.Identity?.Name ?? "", user.FindFirstValue(AccessClaims.From), what, target, detail, cancellationToken);
    }
}
