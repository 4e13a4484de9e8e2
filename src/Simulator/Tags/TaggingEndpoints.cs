using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Simulator.Tags;

/// <summary>Answers <c>/cgi-bin/tags/members/…</c>, <c>/cgi-bin/tags/getidlist</c> and <c>/cgi-bin/user/tag/get</c>.</summary>
internal sealed class TaggingEndpoints(AccessGate gate, TagBook tags, UserBook users)
{
    // Documented: 50 users in one call, and 20 tags of a user.
    private const int MostUsers = 50;
    private const int MostTags = 20;

    public Dictionary<string, Func<ApiCall, ApiAnswer>> Routes => new(StringComparer.Ordinal)
    {
        ["/cgi-bin/tags/members/batchtagging"] = gate.Post((account, json) => Change(account, json, (ids, tag) => [.. ids.Append(tag).Distinct()])),
        ["/cgi-bin/tags/members/batchuntagging"] = gate.Post((account, json) => Change(account, json, (ids, tag) => [.. ids.Where(id => id != tag)])),
        ["/cgi-bin/tags/getidlist"] = gate.Post(ListTags),
        ["/cgi-bin/user/tag/get"] = gate.Post(ListUsers),
    };

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

        if (openIds.Select(openId => ErrorOfUser(account.AppId, openId)).FirstOrDefault(fault => fault is not null) is { } wrong)
        {
            return wrong;
        }

        var changed = openIds.Select(openId => Find(account.AppId, openId)).Select(user => user with { TagIds = change(user.TagIds, tag) }).ToList();
        if (changed.Exists(user => user.TagIds.Count > MostTags))
        {
            return ApiError.TooManyTagsOfUser;
        }

        changed.ForEach(user => users.Add(account.AppId, user));
        return ApiAnswer.Ok();
    }

    private ApiAnswer ListTags(SimulatedAccount account, JsonObject json) =>
        ErrorOfUser(account.AppId, json.Text("openid")) is { } fault ? fault
        : new ApiAnswer(new JsonObject { ["tagid_list"] = new JsonArray([.. Find(account.AppId, json.Text("openid")!).TagIds.Select(tag => JsonValue.Create(tag))]) });

    private ApiAnswer ListUsers(SimulatedAccount account, JsonObject json) =>
        !TryFindTag(account, json, out var tag) ? ApiError.InvalidTag
        : FollowerPage.Of([.. users.Of(account.AppId).Where(user => user.TagIds.Contains(tag))], json.Text("next_openid"), account.Switches.UsersPerPage) is { } page
            ? page.Answer(withTotal: false)
        : ApiError.InvalidOpenId;

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

    private SimulatedUser Find(string appId, string openId) => users.TryFind(appId, openId, out var user) ? user : throw new InvalidOperationException("The user was there a moment ago.");
}
