using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.Links;

/// <summary>Answers <c>POST /cgi-bin/shorturl</c> as the account's switch says.</summary>
internal sealed class ShortUrlEndpoints(AccessGate gate)
{
    public ApiAnswer Shorten(ApiCall call)
    {
        if (!gate.TryEnter(call, out var account, out _, out var refusal))
        {
            return refusal;
        }

        if (account.Switches.ShortUrls == ShortUrlMode.Unsupported)
        {
            return ApiError.Unsupported;
        }

        if (call.Field("action") != "long2short")
        {
            return ApiError.InvalidArguments;
        }

        if (call.Field("long_url") is not { } longUrl || !IsKind(longUrl))
        {
            return ApiError.InvalidUrl;
        }

        var shortens = account.Switches.ShortUrls == ShortUrlMode.Shortens;
        return ApiAnswer.Ok().And("short_url", shortens ? $"https://w.url.cn/s/A{RandomIds.Base62(6)}" : longUrl);
    }

    // Documented: http://, https:// and weixin://wxpay.
    private static bool IsKind(string url) =>
        url.StartsWith("http://", StringComparison.Ordinal)
        || url.StartsWith("https://", StringComparison.Ordinal)
        || url.StartsWith("weixin://wxpay", StringComparison.Ordinal);
}
