using WxYarpGateway.Console.Gateways;
using WxYarpGateway.Console.Gateways.Authorizers;
using WxYarpGateway.Console.Pieces;

namespace WxYarpGateway.Console.Pages.Authorizers;

/// <summary>Asks for accounts in a platform's care, and changes them.</summary>
internal sealed class AuthorizersReader(GatewayFleet fleet, AuditedCalls calls)
{
    private const int HistorySize = 20;

    /// <summary>Returns how the platform does.</summary>
    public Task<GatewayAnswer<PlatformState>> StateAsync(string platform, CancellationToken cancellationToken)
        => fleet.GetAsync<PlatformState>(GatewayPath.Of("platform", platform), cancellationToken);

    /// <summary>Returns a page of accounts.</summary>
    public Task<GatewayAnswer<AuthorizerPage>> SearchAsync(string platform, AuthorizerFilter filter, CancellationToken cancellationToken)
        => fleet.GetAsync<AuthorizerPage>(filter.PathOf(platform), cancellationToken);

    /// <summary>Returns an account, with the version of what people edit of it.</summary>
    public Task<GatewayAnswer<AuthorizerDetails>> FindAsync(string platform, string appId, CancellationToken cancellationToken)
        => fleet.GetAsync<AuthorizerDetails>(PathOf(platform, appId), cancellationToken);

    /// <summary>Returns changes of an account's status.</summary>
    public Task<GatewayAnswer<StatusChanges>> HistoryAsync(
        string platform, string appId, string? after, CancellationToken cancellationToken)
        => fleet.GetAsync<StatusChanges>(
            PathOf(platform, appId, "history").With("limit", HistorySize).With("after", after), cancellationToken);

    /// <summary>Edits an account, unless somebody else has.</summary>
    public Task<GatewayAnswer<AuthorizerDetails>> EditAsync(string platform, string appId, string? version, AuthorizerEdit edit)
        => calls.SendAsync<AuthorizerDetails>(
            new GatewayCall(HttpMethod.Patch, PathOf(platform, appId)) { Body = edit, IfMatch = version },
            "authorizer.edit",
            $"{platform}/{appId}");

    /// <summary>Asks WeChat about an account and renews its token.</summary>
    public Task<GatewayAnswer<AuthorizerDetails>> RenewAsync(string platform, string appId)
        => calls.SendAsync<AuthorizerDetails>(
            new GatewayCall(HttpMethod.Post, PathOf(platform, appId, "refresh")), "authorizer.renew", $"{platform}/{appId}");

    /// <summary>Starts a comparison with WeChat's list.</summary>
    public Task<GatewayAnswer<SyncState>> SyncAsync(string platform)
        => calls.SendAsync<SyncState>(
            new GatewayCall(HttpMethod.Post, GatewayPath.Of("platform", platform, "sync")), "authorizer.sync", platform);

    /// <summary>Makes an invitation. It opens the platform to whoever has it, so it is a change.</summary>
    public Task<GatewayAnswer<InvitationLink>> InviteAsync(string platform, GatewayPath path, string appId)
        => calls.SendAsync<InvitationLink>(GatewayCall.Get(path), "authorizer.invite", appId.Length > 0 ? $"{platform}/{appId}" : platform);

    /// <summary>Returns the path of an account, or of something of it.</summary>
    public static GatewayPath PathOf(string platform, string appId, params ReadOnlySpan<string> rest)
        => GatewayPath.Of(["platform", platform, "authorizers", appId, .. rest]);

    /// <summary>Returns the calls of the list, for people to make.</summary>
    public static IReadOnlyList<GatewayCall> Calls(string platform, AuthorizerFilter filter) =>
    [
        GatewayCall.Get(GatewayPath.Of("platform", platform)),
        GatewayCall.Get(filter.PathOf(platform)),
        new GatewayCall(HttpMethod.Post, GatewayPath.Of("platform", platform, "sync")),
        GatewayCall.Get(GatewayPath.Of("platform", platform, "authorization-url").With("client", "h5")),
    ];
}
