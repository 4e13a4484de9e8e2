using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.QrCodes;

/// <summary>Holds the body of <c>/cgi-bin/qrcode/create</c>, checked as WeChat checks it.</summary>
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
        var (isKnown, text, isPermanent) = TextOf(json["action_name"]) switch
        {
            "QR_SCENE" => (true, IdOf(scene?["scene_id"], uint.MaxValue), false),
            "QR_STR_SCENE" => (true, TextOf(scene?["scene_str"]), false),
            "QR_LIMIT_SCENE" => (true, IdOf(scene?["scene_id"], LargestPermanentScene), true),
            "QR_LIMIT_STR_SCENE" => (true, TextOf(scene?["scene_str"]), true),
            _ => (false, null, false),
        };
        if (!isKnown)
        {
            return ApiError.InvalidActionName;
        }

        // What WeChat answers to an expiry beyond its limits is not documented.
        if (text is null or { Length: 0 or > LongestScene } || (!isPermanent && SecondsOf(json["expire_seconds"]) is null))
        {
            return ApiError.InvalidActionInfo;
        }

        order = new QrCodeOrder(text, isPermanent ? null : TimeSpan.FromSeconds(SecondsOf(json["expire_seconds"])!.Value));
        return null;
    }

    private static int? SecondsOf(JsonNode? node) =>
        node is null ? DefaultSeconds
        : node is JsonValue value && value.TryGetValue<int>(out var seconds) && seconds is > 0 and <= MostSeconds ? seconds
        : null;

    private static string? IdOf(JsonNode? node, long largest) =>
        node is JsonValue value && value.TryGetValue<long>(out var id) && id > 0 && id <= largest ? value.ToString() : null;

    private static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
