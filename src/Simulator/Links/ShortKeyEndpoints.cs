using System.Text;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.Links;

/// <summary>Answers <c>POST /cgi-bin/shorten/gen</c> and <c>/cgi-bin/shorten/fetch</c>, the successors of short URLs.</summary>
internal sealed class ShortKeyEndpoints(AccessGate gate, ShortKeyBook texts)
{
    // PROTOCOL 3.5: at most 4 KB, for at most 30 days, also the default.
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

        if (json.Seconds("expire_seconds", otherwise: MostSeconds, MostSeconds) is not { } seconds)
        {
            return ApiError.ExpiryTooLong;
        }

        return ApiAnswer.Ok().And("short_key", texts.Keep(account.AppId, text, TimeSpan.FromSeconds(seconds)));
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

        return ApiAnswer.Ok()
            .And("long_data", kept.Text)
            .And("create_time", kept.CreatedAt.ToUnixTimeSeconds())
            .And("expire_seconds", secondsLeft);
    }
}
