using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.TokenService.Tokens.Issuers;

/// <summary>What a token endpoint answers: the token and its life.</summary>
internal sealed record IssuedToken(string Value, TimeSpan ExpiresIn)
{
    // WeChat: "目前是7200秒之内的值", a value of at most 7200 seconds.
    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(7200);

    // What stands in a repaired answer for what could not be read.
    private const char Unreadable = '\uFFFD';

    /// <summary>Reads the answer, in which the token has the name; null when it lacks a token, or a life that is more than zero.</summary>
    public static IssuedToken? Read(ReadOnlyMemory<byte> json, string name)
    {
        using var answer = JsonFields.Parse(json);
        return answer?.Text(name) is { Length: > 0 } token && IsWhole(token) && answer.Number("expires_in") is { } seconds and > 0
            ? new IssuedToken(token, seconds < LongestLife.TotalSeconds ? TimeSpan.FromSeconds(seconds) : LongestLife)
            : null;
    }

    public override string ToString() => "***";

    private static bool IsWhole(string token)
        => !token.Any(character => char.IsWhiteSpace(character) || char.IsControl(character) || character == Unreadable);
}
