using System.Text;
using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.Users;

/// <summary>Answers <c>/cgi-bin/tags/create</c>, <c>get</c>, <c>update</c> and <c>delete</c>.</summary>
internal sealed class TagEndpoints(AccessGate gate, TagBook tags, UserBook users)
{
    // Documented: 100 tags, of 30 bytes.
    private const int MostTags = 100;
    private const int LongestName = 30;

    public Dictionary<string, Func<ApiCall, ApiAnswer>> Routes => new(StringComparer.Ordinal)
    {
        ["/cgi-bin/tags/create"] = gate.Post(Create),
        ["/cgi-bin/tags/get"] = gate.Get(List),
        ["/cgi-bin/tags/update"] = gate.Post(Update),
        ["/cgi-bin/tags/delete"] = gate.Post(Delete),
    };

    private ApiAnswer Create(SimulatedAccount account, JsonObject json)
    {
        var name = (json["tag"] as JsonObject)?.Text("name");
        if (ErrorOfName(account.AppId, name, ownId: null) is { } error)
        {
            return error;
        }

        if (tags.Of(account.AppId).Count > MostTags)
        {
            return ApiError.TooManyTags;
        }

        var tag = tags.Add(account.AppId, name!);
        return new ApiAnswer(new JsonObject { ["tag"] = new JsonObject { ["id"] = tag.Id, ["name"] = tag.Name } });
    }

    private ApiAnswer List(SimulatedAccount account, ApiCall call)
    {
        var counts = users.Of(account.AppId).SelectMany(user => user.TagIds).CountBy(id => id).ToDictionary();
        var all = tags.Of(account.AppId).Select(tag =>
            new JsonObject { ["id"] = tag.Id, ["name"] = tag.Name, ["count"] = counts.GetValueOrDefault(tag.Id) });
        return new ApiAnswer(new JsonObject { ["tags"] = new JsonArray([.. all]) });
    }

    private ApiAnswer Update(SimulatedAccount account, JsonObject json)
    {
        var name = (json["tag"] as JsonObject)?.Text("name");
        if ((ErrorOfId(account.AppId, json, out var id) ?? ErrorOfName(account.AppId, name, id)) is { } error)
        {
            return error;
        }

        tags.Set(account.AppId, new Tag(id, name!));
        return ApiAnswer.Ok();
    }

    private ApiAnswer Delete(SimulatedAccount account, JsonObject json)
    {
        if (ErrorOfId(account.AppId, json, out var id) is { } error)
        {
            return error;
        }

        tags.Delete(account.AppId, id);
        foreach (var user in users.Of(account.AppId).Where(user => user.TagIds.Contains(id)))
        {
            users.Add(account.AppId, user with { TagIds = [.. user.TagIds.Where(tag => tag != id)] });
        }

        return ApiAnswer.Ok();
    }

    private ApiError? ErrorOfId(string appId, JsonObject json, out int id)
    {
        var named = (json["tag"] as JsonObject)?.Number("id");
        id = (int?)named ?? 0;
        return named is null ? ApiError.InvalidTag
            : named <= TagBook.LastSystemId ? ApiError.SystemTag
            : tags.Of(appId).Any(tag => tag.Id == named) ? null
            : ApiError.InvalidTag;
    }

    private ApiError? ErrorOfName(string appId, string? name, int? ownId) =>
        name is null || tags.Of(appId).Any(tag => tag.Name == name && tag.Id != ownId) ? ApiError.InvalidTagName
        : Encoding.UTF8.GetByteCount(name) > LongestName ? ApiError.TagNameTooLong
        : null;
}
