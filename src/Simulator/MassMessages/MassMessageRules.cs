using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Articles;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.MassMessages;

/// <summary>Checks what a message to many users contains.</summary>
internal sealed class MassMessageRules(AccountShelf<Draft> drafts)
{
    // The field that each type must have, inside the object named like the type; there is no rule for those with an empty name.
    private static readonly Dictionary<string, string> Required = new(StringComparer.Ordinal)
    {
        ["mpnews"] = "media_id",
        ["text"] = "content",
        ["voice"] = "media_id",
        ["music"] = "media_id",
        ["image"] = "media_id",
        ["mpvideo"] = "media_id",
        ["wxcard"] = "card_id",
    };

    /// <summary>Returns what is wrong with the content, or null.</summary>
    public ApiError? Check(string appId, JsonObject json)
    {
        if (json.Text("msgtype") is not { } type || !Required.TryGetValue(type, out var field))
        {
            return ApiError.InvalidMessageType;
        }

        // Pictures may come as 'images', with several ids.
        var content = json[type] as JsonObject;
        if (type == "image" && (json["images"] as JsonObject)?.Texts("media_ids") is { Count: > 0 })
        {
            return null;
        }

        return content?.Text(field) is { } value
            ? type == "mpnews" && !drafts.TryFind(appId, value, out _) ? ApiError.InvalidMediaId : null
            : field == "content" ? ApiError.EmptyContent
            : field == "media_id" ? ApiError.InvalidMediaId
            : ApiError.InvalidArgument;
    }
}
