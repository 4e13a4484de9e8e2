using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Users;

/// <summary>The page of a list of openids that follows <c>next_openid</c>.</summary>
internal sealed record FollowerPage(int Total, IReadOnlyList<string> OpenIds)
{
    /// <summary>Returns the page after an openid, or null when the openid is unknown.</summary>
    public static FollowerPage? Of(IReadOnlyList<SimulatedUser> users, string? behind, int most)
    {
        var openIds = users.Select(user => user.OpenId).ToList();
        var position = behind is null ? -1 : openIds.IndexOf(behind);
        return behind is not null && position < 0 ? null : new FollowerPage(openIds.Count, [.. openIds.Skip(position + 1).Take(most)]);
    }

    public ApiAnswer Answer(bool withTotal)
    {
        var answer = new JsonObject();
        if (withTotal)
        {
            answer["total"] = Total;
        }

        // An empty page has no list, and an empty next openid.
        answer["count"] = OpenIds.Count;
        if (OpenIds.Count > 0)
        {
            answer["data"] = new JsonObject { ["openid"] = new JsonArray([.. OpenIds.Select(openId => JsonValue.Create(openId))]) };
        }

        answer["next_openid"] = OpenIds.Count > 0 ? OpenIds[^1] : "";
        return new ApiAnswer(answer);
    }
}
