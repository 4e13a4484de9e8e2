using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Links;

/// <summary>The body of <c>/cgi-bin/qrcode/create</c>, validated by WeChat's rules.</summary>
/// <param name="Scene">The scene id or text.</param>
/// <param name="Lifetime">How long the code lives, or null for a permanent one.</param>
internal sealed record QrCodeOrder(string Scene, TimeSpan? Lifetime)
{
    // PROTOCOL 3.5.
    private const int DefaultSeconds = 60;
    private const int MostSeconds = 2_592_000;
    private const int LongestScene = 64;
    private const long LargestPermanentScene = 100_000;

    public static ApiError? Read(JsonObject json, out QrCodeOrder? order)
    {
        order = null;
        var scene = (json["action_info"] as JsonObject)?["scene"] as JsonObject;
        var (isKnown, text, isPermanent) = json.Text("action_name") switch
        {
            "QR_SCENE" => (true, IdOf(scene?["scene_id"], uint.MaxValue), false),
            "QR_STR_SCENE" => (true, scene?.Text("scene_str"), false),
            "QR_LIMIT_SCENE" => (true, IdOf(scene?["scene_id"], LargestPermanentScene), true),
            "QR_LIMIT_STR_SCENE" => (true, scene?.Text("scene_str"), true),
            _ => (false, null, false),
        };
        if (!isKnown)
        {
            return ApiError.InvalidActionName;
        }

        // WeChat does not document its answer to an expiry beyond the limits.
        var seconds = json.Seconds("expire_seconds", DefaultSeconds, MostSeconds);
        if (text is not { Length: <= LongestScene } || (!isPermanent && seconds is null))
        {
            return ApiError.InvalidActionInfo;
        }

        order = new QrCodeOrder(text, isPermanent ? null : TimeSpan.FromSeconds(seconds!.Value));
        return null;
    }

    private static string? IdOf(JsonNode? node, long largest) =>
        node is JsonValue value && value.TryGetValue<long>(out var id) && id > 0 && id <= largest ? value.ToString() : null;
}
