using System.Security.Cryptography;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.ShortUrls;

/// <summary>Answers <c>POST /cgi-bin/shorturl</c> in the way that the account's switch asks for.</summary>
internal sealed class ShortUrlEndpoints(AccessGate gate)
{
    private const string Alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

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

        var answer = ApiAnswer.Ok();
        answer.Body["short_url"] = account.Switches.ShortUrls == ShortUrlMode.ReturnsLongUrl ? longUrl : $"https://w.url.cn/s/A{RandomNumberGenerator.GetString(Alphanumeric, 6)}";
        return answer;
    }

    // Documented: http://, https:// and weixin://wxpay.
    private static bool IsKind(string url) =>
        url.StartsWith("http://", StringComparison.Ordinal)
        || url.StartsWith("https://", StringComparison.Ordinal)
        || url.StartsWith("weixin://wxpay", StringComparison.Ordinal);
}
