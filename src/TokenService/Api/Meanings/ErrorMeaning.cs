namespace WxYarpGateway.TokenService.Api.Meanings;

/// <summary>What an errcode of WeChat means wherever it comes from, and what ends it.</summary>
/// <param name="ErrorCode">WeChat's errcode.</param>
/// <param name="Sentence">What is wrong.</param>
/// <param name="Cure">What ends it.</param>
public sealed record ErrorMeaning(int ErrorCode, string Sentence, string Cure)
{
    /// <summary>Gets what a caller can do about it.</summary>
    public ErrorClass Class => ErrorCodes.Classify(ErrorCode);
}
