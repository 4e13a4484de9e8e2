namespace WxYarpGateway.Demo.Platform;

/// <summary>Whether a scene ended as it should, and what to say of it.</summary>
internal readonly record struct Verdict(bool IsRight, string Words)
{
    public static Verdict Right(string words) => new(true, words);

    public static Verdict Wrong(string words) => new(false, words);
}
