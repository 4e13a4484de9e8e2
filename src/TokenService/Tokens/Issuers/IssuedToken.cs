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
        return answer is null ? null : Read(answer, name);
    }

    /// <summary>Reads the part of an answer in which the token has the name; null when it lacks a token, or a life that is more than
    /// zero.</summary>
    public static IssuedToken? Read(JsonFields answer, string name) =>
        answer.Text(name) is { Length: > 0 } token && IsWhole(token) && answer.Number("expires_in") is { } seconds and > 0
            ? new IssuedToken(token, seconds < LongestLife.TotalSeconds ? TimeSpan.FromSeconds(seconds) : LongestLife)
            : null;

    /// <summary>Returns whether a text can be a token: nothing in it is blank, unprintable or unreadable.</summary>
    public static bool IsWhole(string token)
        => !token.Any(character => char.IsWhiteSpace(character) || char.IsControl(character) || character == Unreadable);

    public override string ToString() => "***";
}
