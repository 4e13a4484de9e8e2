using System.Text.Json;
using System.Text.RegularExpressions;
using WxYarpGateway.Console.Gateways.Tries;

namespace WxYarpGateway.Console.Pages.Try;

/// <summary>What WeChat answered, fit to be shown: without secrets.</summary>
/// <param name="Json">The answer as JSON; null when it is none.</param>
/// <param name="Text">The answer as text; null when it is JSON or no text.</param>
/// <param name="Length">How many characters it has.</param>
/// <param name="Took">How long it took.</param>
public sealed partial record ApiAnswer(string? Json, string? Text, int Length, TimeSpan Took)
{
    /// <summary>Gets WeChat's errcode; null when there is none, or 0.</summary>
    public int? Errcode { get; private init; }

    /// <summary>Gets the id by which WeChat remembers the call; null when it names none.</summary>
    public string? Rid { get; private init; }

    /// <summary>Gets what the errcode means; null when nobody knows.</summary>
    public ErrcodeMeaning? Meaning { get; init; }

    /// <summary>Reads an answer.</summary>
    internal static ApiAnswer Of(string answer, TimeSpan took)
    {
        if (SecretMask.OfJson(answer) is not { } json)
        {
            var isText = !answer.Any(
                character => character == '\uFFFD' || (char.IsControl(character) && character is not ('\n' or '\r' or '\t')));
            return new ApiAnswer(null, isText ? SecretMask.OfText(answer) : null, answer.Length, took);
        }

        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var isObject = root.ValueKind == JsonValueKind.Object;
        return new ApiAnswer(json, null, answer.Length, took)
        {
            Errcode = isObject && root.TryGetProperty("errcode", out var errcode) && errcode.ValueKind == JsonValueKind.Number
                && errcode.TryGetInt32(out var number) && number != 0 ? number : null,
            Rid = isObject && root.TryGetProperty("errmsg", out var errmsg) && errmsg.ValueKind == JsonValueKind.String
                && RidOf().Match(errmsg.GetString()!) is { Success: true } rid ? rid.Groups[1].Value : null,
        };
    }

    [GeneratedRegex("rid: ?([0-9a-f]{4,16}(?:-[0-9a-f]{4,16}){1,4})", RegexOptions.CultureInvariant)]
    private static partial Regex RidOf();
}
