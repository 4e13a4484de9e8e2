using System.Text.Json.Nodes;
using WxYarpGateway.Console.Gateways;
using WxYarpGateway.Console.Pieces;

namespace WxYarpGateway.Console.Pages.Versions;

/// <summary>
/// Asks for the code of mini programs, and changes it. WeChat is asked each time, so nothing here is asked every few seconds.
/// </summary>
internal sealed class VersionsReader(GatewayFleet fleet, AuditedCalls calls)
{
    // WeChat answers within 5 s as a rule; the gateway asks it three times for the versions.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    /// <summary>Reads something of a mini program.</summary>
    public Task<GatewayAnswer<T>> ReadAsync<T>(GatewayPath path, CancellationToken cancellationToken)
        => fleet.AskOneAsync<T>(GatewayCall.Get(path) with { Limit = Longest }, cancellationToken);

    /// <summary>Changes something of a mini program, or of the platform's templates.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path.</param>
    /// <param name="body">The body; null for none.</param>
    /// <param name="what">What it does, such as <c>code.commit</c>.</param>
    /// <param name="target">What it does it to, such as <c>saas/wx…</c>.</param>
    /// <param name="detail">More about it.</param>
    public Task<GatewayAnswer<Nothing>> ChangeAsync(
        HttpMethod method, GatewayPath path, JsonObject? body, string what, string target, string? detail = null)
        => calls.SendAsync<Nothing>(new GatewayCall(method, path) { Body = body }, what, target, detail);

    /// <summary>Returns a path of the platform.</summary>
    public static GatewayPath PathOf(string platform, params ReadOnlySpan<string> rest) => GatewayPath.Of(["platform", platform, .. rest]);

    /// <summary>Returns a path of a mini program.</summary>
    public static GatewayPath PathOfProgram(string platform, string appId, params ReadOnlySpan<string> rest)
        => GatewayPath.Of(["platform", platform, "authorizers", appId, .. rest]);

    /// <summary>Returns a time of WeChat's; null for none.</summary>
    public static DateTimeOffset? Time(long? seconds)
        => seconds is > 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(seconds.Value) : null;
}
