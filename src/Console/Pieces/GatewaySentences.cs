using System.Globalization;
using Microsoft.Extensions.Localization;
using WxYarpGateway.Console.Gateways;
using WxYarpGateway.Console.Gateways.Overviews;
using WxYarpGateway.Console.Languages;
using WxYarpGateway.Console.Languages.Sentences;

namespace WxYarpGateway.Console.Pieces;

/// <summary>Says what gateways say in the language of the page; what is not known in it, as they say it.</summary>
internal sealed class GatewaySentences(IStringLocalizer<GatewayTexts> texts, ChineseSentences chinese)
{
    // The gateway's own codes are below.
    private const int LastOfOurs = -70_000;

    private static bool IsChinese => Language.Current == Language.Chinese;

    /// <summary>Returns where and what is wrong, in one sentence.</summary>
    public string What(GatewayError error)
    {
        var detail = Of(error.Detail);
        var number = (error.Errcode ?? error.Status)?.ToString(CultureInfo.InvariantCulture) ?? "";
        return error.Kind switch
        {
            GatewayErrorKind.Refused or GatewayErrorKind.Unavailable
                => texts[error.Kind.ToString(), error.Where, number, Meant(error, detail)],
            _ => texts[error.Kind.ToString(), error.Where, detail],
        };
    }

    /// <summary>Returns what ends it: the gateway's own advice when it has some.</summary>
    public string Fix(GatewayError error)
        => error.Hint is { Length: > 0 } hint ? Of(hint)
            : error.Kind is GatewayErrorKind.Refused or GatewayErrorKind.Unavailable && Errcode(error) is { } errcode ? errcode.Cure
            : texts[$"{error.Kind}.Fix"];

    /// <summary>Returns a sentence of a gateway.</summary>
    public string Of(string? sentence) => sentence is null ? "" : IsChinese ? chinese.Of(sentence) : sentence;

    /// <summary>Returns a problem, and what ends it.</summary>
    public (string Sentence, string? Fix) Of(OpenProblem problem)
        => IsChinese && problem.Kind is { } kind && chinese.Problem(kind, problem.Values ?? []) is { } known ? known
            : (Of(problem.Sentence), problem.Fix is null ? null : Of(problem.Fix));

    /// <summary>Returns what WeChat said, with what its errcode means.</summary>
    public string Of(int errcode, string? errmsg)
    {
        var said = errmsg ?? "";
        if (Of(said) is var sentence && sentence != said)
        {
            return sentence;
        }

        return IsChinese && chinese.Errcode(errcode) is { } known
            ? string.Join(' ', new[] { $"{errcode}：{known.Sentence}", said.Length > 0 ? texts["WeChatSays", said].Value : "" }
                .Where(part => part.Length > 0))
            : $"{errcode}: {said}";
    }

    // The gateway's own words say more than its code does, so they stay where the console does not know them.
    private string Meant(GatewayError error, string detail)
        => detail == error.Detail && Errcode(error) is { } errcode
            ? string.Join(' ', new[] { errcode.Sentence, Quoted(error, detail) }.Where(part => part.Length > 0)) : detail;

    // What WeChat says stays as it is, and is marked as WeChat's.
    private string Quoted(GatewayError error, string detail)
        => detail.Length > 0 && error.Errcode > LastOfOurs ? texts["WeChatSays", detail] : detail;

    private (string Sentence, string Cure)? Errcode(GatewayError error)
        => IsChinese && error.Errcode is { } number ? chinese.Errcode(number) : null;
}
