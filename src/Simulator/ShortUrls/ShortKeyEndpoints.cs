using System.Text;
using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.ShortUrls;

/// <summary>Answers <c>POST /cgi-bin/shorten/gen</c> and <c>/cgi-bin/shorten/fetch</c>, which took the place of short URLs.</summary>
internal sealed class ShortKeyEndpoints(AccessGate gate, ShortKeyBook texts)
{
    // PROTOCOL 3.5: at most 4 KB for at most 30 days, which is also the default.
    private const int LongestText = 4 * 1024;
    private const int MostSeconds = 2_592_000;

    public ApiAnswer Create(ApiCall call)
    {
        if (!gate.TryEnter(call, out var account, out var json, out var refusal))
        {
            return refusal;
        }

        if (call.Field("long_data") is not { } text)
        {
            return ApiError.InvalidArgument;
        }

        if (Encoding.UTF8.GetByteCount(text) > LongestText)
        {
            return ApiError.LongTextTooLong;
        }

        if (SecondsOf(json["expire_seconds"]) is not { } seconds)
        {
            return ApiError.ExpiryTooLong;
        }

        var answer = ApiAnswer.Ok();
        answer.Body["short_key"] = texts.Keep(account.AppId, text, TimeSpan.FromSeconds(seconds));
        return answer;
    }

    public ApiAnswer Fetch(ApiCall call)
    {
        if (!gate.TryEnter(call, out var account, out _, out var refusal))
        {
            return refusal;
        }

        if (call.Field("short_key") is not { } key)
        {
            return ApiError.InvalidArgument;
        }

        if (texts.Find(account.AppId, key) is not var (kept, secondsLeft))
        {
            return ApiError.NoShortKey;
        }

        var answer = ApiAnswer.Ok();
        answer.Body["long_data"] = kept.Text;
        answer.Body["create_time"] = kept.CreatedAt.ToUnixTimeSeconds();
        answer.Body["expire_seconds"] = secondsLeft;
        return answer;
    }

    private static int? SecondsOf(JsonNode? node) =>
        node is null ? MostSeconds
        : node is JsonValue value && value.TryGetValue<int>(out var seconds) && seconds is > 0 and <= MostSeconds ? seconds
        : null;
}
