using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Links;

/// <summary>Reads what a call wants of a link: the page, the version and how long it lives.</summary>
internal static class AppLinkOrder
{
    // Documented: 30 days at most; queries of up to 1,024 characters.
    private const int MostDays = 30;
    private const int LongestQuery = 1_024;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(MostDays);
    private static readonly ApiError InvalidPath = new(40165, "invalid weapp pagepath");
    private static readonly ApiError InvalidQuery = new(40212, "invalid query");
    private static readonly ApiError InvalidExpiry = new(85401, "time limit between 1min and 30days");
    private static readonly string[] Versions = ["release", "trial", "develop"];

    /// <summary>Reads the order; <paramref name="target"/> has the page, <paramref name="json"/> the rest.</summary>
    public static ApiError? Read(SimulatedAccount account, JsonObject target, JsonObject json, DateTimeOffset now, out AppLink? link)
    {
        link = null;
        var (path, query) = (target.Text("path")?.TrimStart('/') ?? "", target.Text("query") ?? "");
        var version = target.Text("env_version") ?? Versions[0];
        var error = path.Length > 0 && !account.Code.Pages.Contains(path) ? InvalidPath
            : query.Length > LongestQuery || query.Any(sign => !char.IsAscii(sign) || char.IsControl(sign)) ? InvalidQuery
            : !Versions.Contains(version) ? ApiError.InvalidArguments
            : null;
        if (error is not null || ExpiryIn(json, now) is not { } expiry)
        {
            return error ?? InvalidExpiry;
        }

        link = new AppLink(account.AppId, path, query, version, now, expiry);
        return null;
    }

    // Type 0 names the moment, type 1 the days; without either a link lives as long as it may.
    private static DateTimeOffset? ExpiryIn(JsonObject json, DateTimeOffset now)
    {
        if (json.Number("expire_type") == 1)
        {
            return json.Number("expire_interval") is >= 1 and <= MostDays and var days ? now.AddDays(days) : null;
        }

        var left = json.Number("expire_time") - now.ToUnixTimeSeconds();
        return json["expire_time"] is null ? now + Longest
            : left is >= 60 && left <= Longest.TotalSeconds ? now.AddSeconds(left.Value)
            : null;
    }
}
