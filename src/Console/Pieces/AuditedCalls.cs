using WxYarpGateway.Console.Access;
using WxYarpGateway.Console.Gateways;

namespace WxYarpGateway.Console.Pieces;

/// <summary>
/// Makes the calls that change something: asks for the role first, and writes them to the audit log, whatever came of them.
/// </summary>
internal sealed class AuditedCalls(GatewayFleet fleet, ActingUser user, IAuditLog audit)
{
    // WeChat may take 20 s for a change, and the gateway waits for it.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Makes a call. It is not given up when the page is left, for then nobody would know what came of it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="what">What it does, such as <c>rule.save</c>.</param>
    /// <param name="target">What it does it to, such as <c>saas/orders</c>.</param>
    /// <param name="detail">More about it; null for nothing.</param>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    public async Task<GatewayAnswer<T>> SendAsync<T>(GatewayCall call, string what, string target, string? detail = null)
    {
        await user.RequireAsync(Policies.Operator);
        var answer = await fleet.AskOneAsync<T>(call with { Limit = Longest, Actor = await user.NameAsync() }, CancellationToken.None);
        await audit.WriteAsync(what, target, answer.Error is { } error ? Failure(error, detail) : detail, CancellationToken.None);
        return answer;
    }

    // The gateway's sentence may have words of WeChat's or a user's; the log keeps the numbers.
    private static string Failure(GatewayError error, string? detail)
        => $"{(detail is null ? "" : $"{detail}: ")}failed, {error.Kind} {error.Errcode ?? error.Status}".TrimEnd();
}
