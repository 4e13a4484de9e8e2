using System.Text.Json;
using WxYarpGateway.Gateway.Overview.Answers;
using WxYarpGateway.Platform.Code;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Api.Meanings;

namespace WxYarpGateway.Gateway.Overview;

/// <summary>Looks an errcode up in all tables of the product: that of errors at large, and that of the code of mini programs.</summary>
internal static class Errcodes
{
    /// <summary>Returns what an errcode means; <see langword="null"/> when no table has it.</summary>
    public static ErrcodeAnswer? Find(int errorCode)
    {
        var ofCode = CodeErrors.All.Where(error => error.ErrorCode == errorCode).ToList();
        var (sentence, cure) = (ErrorMeanings.Find(errorCode), ofCode.Find(error => error.Call is null) ?? ofCode.FirstOrDefault()) switch
        {
            ({ } meaning, _) => (meaning.Sentence, meaning.Cure),
            (null, { } error) => (error.Sentence, error.Cure),
            _ => ("", ""),
        };
        return sentence.Length == 0 ? null : new ErrcodeAnswer(
            errorCode,
            JsonNamingPolicy.SnakeCaseLower.ConvertName(ErrorCodes.Classify(errorCode).ToString()),
            sentence,
            cure,
            [.. ofCode.Where(error => error.Call is not null).Select(
                error => new ErrcodeAtCallAnswer(error.Call!.Name, error.Call.Path, error.Sentence, error.Cure))]);
    }
}
