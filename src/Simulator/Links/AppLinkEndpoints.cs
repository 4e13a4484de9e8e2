using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.Links;

/// <summary>Answers the calls for links into mini programs: URL links, schemes and short links.</summary>
internal sealed class AppLinkEndpoints(AccessGate gate, AppLinkBook links, TimeProvider clock)
{
    private const int LongestTitle = 20;
    private const string UrlStart = "https://wxaurl.cn/";
    private const string SchemeStart = "weixin://dl/business/?t=";

    private static readonly ApiError InvalidTitle = new(40225, "invalid page title");
    private static readonly ApiError NoPermission = new(43104, "no permission");

    public IReadOnlyDictionary<string, Func<ApiCall, ApiAnswer>> Routes => new Dictionary<string, Func<ApiCall, ApiAnswer>>
    {
        ["/wxa/generate_urllink"] = gate.Post((account, json) => Create(account, json, json, "url_link", UrlStart)),
        ["/wxa/query_urllink"] = gate.Post((account, json) => Describe(account, json.Text("url_link"), "url_link_info")),
        ["/wxa/generatescheme"] = gate.Post((account, json) =>
            Create(account, json["jump_wxa"] as JsonObject ?? [], json, "openlink", SchemeStart)),
        ["/wxa/queryscheme"] = gate.Post((account, json) => Describe(account, json.Text("scheme"), "scheme_info")),
        ["/wxa/genwxashortlink"] = gate.Post(Shorten),
    };

    private ApiAnswer Create(SimulatedAccount account, JsonObject target, JsonObject json, string name, string start)
    {
        if (AppLinkOrder.Read(account, target, json, clock.GetUtcNow(), out var link) is { } error)
        {
            return error;
        }

        var url = $"{start}{RandomIds.Base62(11)}";
        links.Add(url, link!);
        return ApiAnswer.Ok().And(name, (JsonNode)url);
    }

    private ApiAnswer Describe(SimulatedAccount account, string? url, string name)
    {
        if (links.Find(account.AppId, url) is not { } link)
        {
            return ApiError.InvalidArguments;
        }

        return ApiAnswer.Ok().And(name, new JsonObject
        {
            ["appid"] = link.AppId,
            ["path"] = link.Path,
            ["query"] = link.Query,
            ["env_version"] = link.Version,
            ["create_time"] = link.CreatedAt.ToUnixTimeSeconds(),
            ["expire_time"] = link.ExpiresAt.ToUnixTimeSeconds(),
        });
    }

    private static ApiAnswer Shorten(SimulatedAccount account, JsonObject json)
    {
        var page = json.Text("page_url")?.Split('?')[0];
        var title = json.Text("page_title") ?? "";
        return account.MiniProgram.LacksShortLinks ? NoPermission
            : page is null || !account.Code.Pages.Contains(page) ? ApiError.InvalidUrl
            : title.Length > LongestTitle ? InvalidTitle
            : ApiAnswer.Ok().And("link", $"#小程序://{account.Name ?? account.AppId}/{title}/{RandomIds.Base62(15)}");
    }
}
