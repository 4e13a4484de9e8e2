namespace WxYarpGateway.Platform.Code;

/// <summary>What one of WeChat's errors means.</summary>
/// <param name="Call">The call that it comes from; null when it means the same at every call.</param>
/// <param name="ErrorCode">WeChat's errcode.</param>
/// <param name="Sentence">What is wrong.</param>
/// <param name="Cure">What ends it.</param>
public sealed record CodeError(CodeCall? Call, int ErrorCode, string Sentence, string Cure)
{
    /// <summary>Returns both sentences.</summary>
    public override string ToString() => $"{Sentence} {Cure}";
}
