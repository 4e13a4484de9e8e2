using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.Users;

/// <summary>Answers <c>/cgi-bin/tags/members/…</c>, <c>/cgi-bin/tags/getidlist</c> and <c>/cgi-bin/user/tag/get</c>.</summary>
internal sealed class TaggingEndpoints(AccessGate gate, TagBook tags, UserBook users)
{
    // Documented: 50 users in one call, and 20 tags of a user.
    private const int MostUsers = 50;
    private const int MostTags = 20;

    public Dictionary<string, Func<ApiCall, ApiAnswer>> Routes => new(StringComparer.Ordinal)
    {
        ["/cgi-bin/tags/members/batchtagging"] = gate.Post((account, json) => Change(account, json, Add)),
        ["/cgi-bin/tags/members/batchuntagging"] = gate.Post((account, json) => Change(account, json, Remove)),
        ["/cgi-bin/tags/getidlist"] = gate.Post(ListTags),
        ["/cgi-bin/user/tag/get"] = gate.Post(ListUsers),
    };

    private static IReadOnlyList<int> Add(IReadOnlyList<int> tags, int tag) => [.. tags.Append(tag).Distinct()];

    private static IReadOnlyList<int> Remove(IReadOnlyList<int> tags, int tag) => [.. tags.Where(id => id != tag)];

    private ApiAnswer Change(SimulatedAccount account, JsonObject json, Func<IReadOnlyList<int>, int, IReadOnlyList<int>> change)
    {
        var openIds = json.Texts("openid_list");
        if (openIds is null)
        {
            return ApiError.InvalidOpenIdList;
        }

        if (openIds.Count is 0 or > MostUsers)
        {
            return ApiError.InvalidOpenIdCount;
        }

        if (!TryFindTag(account, json, out var tag))
        {
            return ApiError.InvalidTag;
        }

        if (openIds.Select(openId => ErrorOfUser(account.AppId, openId)).FirstOrDefault(error => error is not null) is { } wrong)
        {
            return wrong;
        }

        var changed = openIds.Select(openId => Find(account.AppId, openId))
            .Select(user => user with { TagIds = change(user.TagIds, tag) })
            .ToList();
        if (changed.Exists(user => user.TagIds.Count > MostTags))
        {
            return ApiError.TooManyTagsOfUser;
        }

        changed.ForEach(user => users.Add(account.AppId, user));
        return ApiAnswer.Ok();
    }

    private ApiAnswer ListTags(SimulatedAccount account, JsonObject json)
    {
        if (ErrorOfUser(account.AppId, json.Text("openid")) is { } error)
        {
            return error;
        }

        var ids = Find(account.AppId, json.Text("openid")!).TagIds.Select(tag => JsonValue.Create(tag));
        return new ApiAnswer(new JsonObject { ["tagid_list"] = new JsonArray([.. ids]) });
    }

    private ApiAnswer ListUsers(SimulatedAccount account, JsonObject json)
    {
        if (!TryFindTag(account, json, out var tag))
        {
            return ApiError.InvalidTag;
        }

        var members = users.Of(account.AppId).Where(user => user.TagIds.Contains(tag)).ToList();
        return FollowerPage.Of(members, json.Text("next_openid"), account.Switches.UsersPerPage)?.Answer(withTotal: false)
            ?? ApiError.InvalidOpenId;
    }

    private bool TryFindTag(SimulatedAccount account, JsonObject json, out int tag)
    {
        var id = json.Number("tagid");
        tag = tags.Of(account.AppId).FirstOrDefault(known => known.Id == id)?.Id ?? 0;
        return tag != 0;
    }

    private ApiError? ErrorOfUser(string appId, string? openId) =>
        openId is null ? ApiError.InvalidOpenId
        : users.TryFind(appId, openId, out _) ? null
        : users.IsForeign(appId, openId) ? ApiError.ForeignOpenId
        : ApiError.InvalidOpenId;

    private SimulatedUser Find(string appId, string openId) =>
        users.TryFind(appId, openId, out var user) ? user : throw new InvalidOperationException("The user was there a moment ago.");
}
