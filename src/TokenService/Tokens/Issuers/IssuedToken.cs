using System.Globalization;
using System.Text.Json;

namespace WxYarpGateway.TokenService.Tokens.Issuers;

/// <summary>What a token endpoint answers: the token and its life.</summary>
internal sealed record IssuedToken(string Value, TimeSpan ExpiresIn)
{
    // WeChat: "目前是7200秒之内的值", a value of at most 7200 seconds.
    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(7200);

    // What stands in a repaired answer for what could not be read.
    private const char Unreadable = '\uFFFD';

    /// <summary>Reads the answer, in which the token stands under the name; false when it lacks a token or a life that is more than zero.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> json, string name, out IssuedToken issued)
    {
        issued = new IssuedToken("", TimeSpan.Zero);
        try
        {
            using var answer = JsonDocument.Parse(json);
            return TryRead(answer.RootElement, name, out issued);
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair.
            return false;
        }
    }

    public override string ToString() => "***";

    private static bool TryRead(JsonElement answer, string name, out IssuedToken issued)
    {
        issued = new IssuedToken("", TimeSpan.Zero);
        if (!answer.TryGetProperty(name, out var token)
            || token.ValueKind != JsonValueKind.String
            || !answer.TryGetProperty("expires_in", out var expiresIn)
            || !TryReadSeconds(expiresIn, out var seconds))
        {
            return false;
        }

        // A longer life than any that WeChat gives is not believed.
        issued = new IssuedToken(token.GetString()!, seconds < LongestLife.TotalSeconds ? TimeSpan.FromSeconds(seconds) : LongestLife);
        return issued.Value.Length > 0 && !issued.Value.Any(character => char.IsWhiteSpace(character) || char.IsControl(character) || character == Unreadable);
    }

    // Some gateways in front of WeChat write it as a string.
    private static bool TryReadSeconds(JsonElement element, out long seconds)
    {
        seconds = 0;
        var isNumber = element.ValueKind switch
        {
            JsonValueKind.Number => element.TryGetInt64(out seconds),
            JsonValueKind.String => long.TryParse(element.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out seconds),
            _ => false,
        };
        return isNumber && seconds > 0;
    }
}
