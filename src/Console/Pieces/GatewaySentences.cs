using System.Globalization;
using Microsoft.Extensions.Localization;
using WxYarpGateway.Console.Gateways;
using WxYarpGateway.Console.Languages;

namespace WxYarpGateway.Console.Pieces;

/// <summary>Says errors of gateways in the language of the page.</summary>
internal static class GatewaySentences
{
    /// <summary>Returns where and what is wrong, in one sentence.</summary>
    public static string What(IStringLocalizer<GatewayTexts> texts, GatewayError error)
    {
        var detail = error.Detail ?? "";
        var number = error.Errcode ?? error.Status;
        return error.Kind switch
        {
            GatewayErrorKind.Refused or GatewayErrorKind.Unavailable => texts[
                error.Kind.ToString(), error.Where, number?.ToString(CultureInfo.InvariantCulture) ?? "", detail],
            _ => texts[error.Kind.ToString(), error.Where, detail],
        };
    }

    /// <summary>Returns what ends it: the gateway's own advice when it has some.</summary>
    public static string Fix(IStringLocalizer<GatewayTexts> texts, GatewayError error)
        => error.Hint is { Length: > 0 } hint ? hint : texts[$"{error.Kind}.Fix"];
}
