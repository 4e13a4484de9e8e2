using System.Globalization;
using System.Net;
using System.Text;

namespace WxYarpGateway.TokenService.Api;

/// <summary>Puts WeChat's refusals into sentences of our own, without anything sensitive and with the way to fix them.</summary>
internal static class ErrorSentence
{
    private const int LongestQuotation = 200;
    private const string Mask = "***";

    // WeChat writes "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: …" and "access clientip is not registered".
    private static readonly string[] BeforeIp = ["invalid ip ", "clientip: ", "client ip: ", "ip: "];

    public static WeChatError ToError(this Envelope envelope, IReadOnlyList<string> sensitive)
    {
        var quotation = Quote(envelope.ErrorMessage, sensitive);
        var said = quotation.Length == 0 ? "" : $" ('{quotation}')";
        var code = envelope.ErrorCode.ToString(CultureInfo.InvariantCulture);
        return new WeChatError(
            envelope.ErrorCode, ErrorCodes.Classify(envelope.ErrorCode), $"WeChat answered errcode {code}{said}.{Fix(envelope)}");
    }

    private static string Fix(Envelope envelope) => envelope.ErrorCode switch
    {
        ErrorCodes.InvalidAppId => " Check the AppId.",
        ErrorCodes.InvalidAppSecret => " Check the AppSecret.",
        ErrorCodes.AppSecretFrozen => " Unfreeze the AppSecret in the WeChat console.",
        ErrorCodes.IpNotWhitelisted or ErrorCodes.ShopIpNotRegistered or ErrorCodes.PlatformIpNotRegistered
            when FindIp(envelope.ErrorMessage) is { } ip => $" Add the IP {ip} to the account's IP whitelist in the WeChat console.",
        ErrorCodes.IpNotWhitelisted or ErrorCodes.ShopIpNotRegistered or ErrorCodes.PlatformIpNotRegistered
            => " Add the gateway's public IP to the account's IP whitelist in the WeChat console.",
        ErrorCodes.AdminMustConfirm => " An administrator of the account has to confirm the call in WeChat.",
        ErrorCodes.DailyQuotaUsedUp => " The daily quota is used up.",
        _ => "",
    };

    private static IPAddress? FindIp(string text)
    {
        foreach (var prefix in BeforeIp)
        {
            var start = text.IndexOf(prefix, StringComparison.OrdinalIgnoreCase);
            if (start < 0)
            {
                continue;
            }

            var rest = text.AsSpan(start + prefix.Length);
            var end = rest.IndexOfAny(" ,;\r\n");
            if (IPAddress.TryParse(end < 0 ? rest : rest[..end], out var ip))
            {
                return ip;
            }
        }

        return null;
    }

    private static string Quote(string text, IReadOnlyList<string> sensitive)
    {
        foreach (var value in sensitive.Where(value => value.Length > 0))
        {
            text = text.Replace(value, Mask, StringComparison.OrdinalIgnoreCase);
            text = text.Replace(Uri.EscapeDataString(value), Mask, StringComparison.OrdinalIgnoreCase);
        }

        // Cut after masking: a cut secret would not be found.
        var quotation = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().TakeWhile(_ => quotation.Length < LongestQuotation))
        {
            quotation.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return quotation.ToString().Trim();
    }
}
