using System.Text.Json.Nodes;
using WxYarpGateway.Console.Gateways;
using WxYarpGateway.Console.Gateways.Releases;
using WxYarpGateway.Console.Pieces;

namespace WxYarpGateway.Console.Pages.Releases;

/// <summary>Asks for releases, files and steers them.</summary>
internal sealed class ReleasesReader(GatewayFleet fleet, AuditedCalls calls)
{
    private const int OnPage = 50;
    private const int ItemsOnPage = 100;

    // A release may have ten thousand mini programs; whoever has so many failures sees the first ones of each sort.
    private const int MostFailures = 1000;
    private const int FailuresOnPage = 500;

    /// <summary>Returns a page of releases.</summary>
    public Task<GatewayAnswer<ReleaseList>> ListAsync(string platform, string? after, CancellationToken cancellationToken)
        => fleet.GetAsync<ReleaseList>(PathOf(platform).With("after", after).With("limit", OnPage), cancellationToken);

    /// <summary>Returns how far a release is.</summary>
    public Task<GatewayAnswer<ReleaseProgress>> FindAsync(string platform, string id, CancellationToken cancellationToken)
        => fleet.GetAsync<ReleaseProgress>(PathOf(platform, id), cancellationToken);

    /// <summary>Returns a page of the mini programs of a release.</summary>
    public Task<GatewayAnswer<ReleaseItems>> ItemsAsync(
        string platform, string id, string? state, string? after, CancellationToken cancellationToken)
        => fleet.GetAsync<ReleaseItems>(
            PathOf(platform, id, "items").With("state", state).With("after", after).With("limit", ItemsOnPage), cancellationToken);

    /// <summary>Returns what went wrong, grouped; null when nobody tells.</summary>
    public async Task<IReadOnlyList<FailureGroup>?> FailuresAsync(string platform, string id, CancellationToken cancellationToken)
    {
        var failures = new List<ReleaseItem>();
        foreach (var state in ItemStates.Bad)
        {
            string? after = null;
            for (var seen = 0; seen < MostFailures; seen += FailuresOnPage)
            {
                var path = PathOf(platform, id, "items").With("state", state).With("after", after).With("limit", FailuresOnPage);
                var answer = await fleet.GetAsync<ReleaseItems>(path, cancellationToken);
                if (answer.Value is not { } page)
                {
                    return null;
                }

                failures.AddRange(page.Items);
                after = page.Next;
                if (after is null)
                {
                    break;
                }
            }
        }

        return FailureGroup.Of(failures);
    }

    /// <summary>Reads an order without filing it.</summary>
    public Task<GatewayAnswer<CheckedOrder>> CheckAsync(string platform, JsonObject order, CancellationToken cancellationToken)
        => fleet.AskOneAsync<CheckedOrder>(new GatewayCall(HttpMethod.Post, PathOf(platform, "check")) { Body = order }, cancellationToken);

    /// <summary>Files an order, once for each key.</summary>
    public Task<GatewayAnswer<FiledOrder>> FileAsync(string platform, JsonObject order, string key, string detail)
        => calls.SendAsync<FiledOrder>(
            new GatewayCall(HttpMethod.Post, PathOf(platform)) { Body = order, IdempotencyKey = key }, "release.file", platform, detail);

    /// <summary>Cancels, resumes or retries a release.</summary>
    public Task<GatewayAnswer<ReleaseProgress>> SteerAsync(string platform, string id, string verb, IReadOnlyList<string>? states = null)
        => calls.SendAsync<ReleaseProgress>(
            new GatewayCall(HttpMethod.Post, PathOf(platform, id, verb))
            {
                Body = states is null
                    ? null
                    : new JsonObject { ["states"] = new JsonArray([.. states.Select(state => JsonValue.Create(state))]) },
            },
            $"release.{verb}",
            $"{platform}/{id}",
            states is null ? null : string.Join(", ", states));

    /// <summary>Returns the path of releases, or of something of one.</summary>
    public static GatewayPath PathOf(string platform, params ReadOnlySpan<string> rest)
        => GatewayPath.Of(["platform", platform, "releases", .. rest]);
}
