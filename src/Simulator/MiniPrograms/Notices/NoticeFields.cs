using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.MiniPrograms.Notices;

/// <summary>Checks the values of a notice: a field's kind, which its name tells, limits its value.</summary>
internal static partial class NoticeFields
{
    // Documented for 订阅消息参数值内容限制说明.
    private static readonly Dictionary<string, Func<string, bool>> Kinds = new(StringComparer.Ordinal)
    {
        ["thing"] = value => value.Length <= 20,
        ["number"] = value => Number().IsMatch(value),
        ["letter"] = value => Letters().IsMatch(value),
        ["symbol"] = value => value.Length <= 5,
        ["character_string"] = value => value.Length <= 32 && value.All(char.IsAscii),
        ["time"] = value => value.Length <= 32 && value.Any(char.IsAsciiDigit),
        ["date"] = value => value.Length <= 32 && value.Any(char.IsAsciiDigit),
        ["amount"] = value => value.Length <= 12 && value.Any(char.IsAsciiDigit),
        ["phone_number"] = value => Phone().IsMatch(value),
        ["car_number"] = value => value.Length <= 8,
        ["name"] = value => value.Length <= (value.All(char.IsAscii) ? 20 : 10),
        ["phrase"] = value => value.Length <= 5 && !value.Any(char.IsAscii),
        ["enum"] = value => value.Length <= 20,
        ["const"] = value => value.Length <= 20,
    };

    /// <summary>Returns the error of the first wrong field, or null. Without wanted fields, those that are there are checked.</summary>
    public static ApiError? Check(JsonObject data, IReadOnlyList<string>? wanted) =>
        (wanted ?? [.. data.Select(field => field.Key)]).Select(name => Check(data, name)).FirstOrDefault(error => error is not null);

    private static ApiError? Check(JsonObject data, string name) =>
        (data[name] as JsonObject)?.Text("value") is not { } value ? NoticeErrors.InvalidField(name, "is empty")
        : Kinds.GetValueOrDefault(KindOf(name)) is { } fits && !fits(value) ? NoticeErrors.InvalidField(name, "invalid")
        : null;

    private static string KindOf(string name) => name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');

    [GeneratedRegex(@"^-?\d{1,32}(\.\d{1,32})?$")]
    private static partial Regex Number();

    [GeneratedRegex("^[A-Za-z]{1,32}$")]
    private static partial Regex Letters();

    [GeneratedRegex(@"^[-+\d]{1,17}$")]
    private static partial Regex Phone();
}
