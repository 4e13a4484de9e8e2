using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Publishing;

/// <summary>Checks the content of a mass message.</summary>
internal sealed class MassMessageRules(AccountShelf<Draft> drafts)
{
    // The field that each type must have, inside the object named like the type.
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

    /// <summary>Returns the error of the content, or null.</summary>
    public ApiError? Check(string appId, JsonObject json)
    {
        if (json.Text("msgtype") is not { } type || !Required.TryGetValue(type, out var field))
        {
            return ApiError.InvalidMessageType;
        }

        // 'images' may carry several pictures.
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
