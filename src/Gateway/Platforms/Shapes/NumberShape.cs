using System.Globalization;
using System.Text.Json;
using WxYarpGateway.Gateway.Answers;

namespace WxYarpGateway.Gateway.Platforms.Shapes;

/// <summary>A whole number. Where it may be a text of digits, callers of other systems send it so.</summary>
internal sealed record NumberShape(long From, long To, bool MayBeText = false) : Shape
{
    /// <summary>Returns the number; null when the value is none.</summary>
    public long? Of(JsonElement value)
    {
        long number;
        var isNumber = value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetInt64(out number),
            JsonValueKind.String when MayBeText => long.TryParse(
                value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out number),
            _ => (number = 0) == 1,
        };
        return isNumber && number >= From && number <= To ? number : null;
    }

    /// <inheritdoc/>
    public override void Check(JsonElement value, string path, List<RequestError> errors)
    {
        if (Of(value) is null)
        {
            errors.Add(new RequestError(
                path, To == long.MaxValue ? $"must be a whole number, {From} or more" : $"must be a whole number from {From} to {To}"));
        }
    }
}
