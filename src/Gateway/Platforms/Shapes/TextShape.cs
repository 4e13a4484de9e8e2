using System.Text.Json;
using WxYarpGateway.Gateway.Answers;

namespace WxYarpGateway.Gateway.Platforms.Shapes;

/// <summary>A text of a certain length; or one of a few words.</summary>
internal sealed record TextShape(int Longest, int Shortest = 0, params string[] Words) : Shape
{
    /// <summary>Returns the shape of one of these words.</summary>
    public static TextShape OneOf(params string[] words) => new(int.MaxValue, 0, words);

    /// <inheritdoc/>
    public override void Check(JsonElement value, string path, List<RequestError> errors)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : null;
        if (Words.Length > 0)
        {
            if (text is null || !Words.Contains(text, StringComparer.Ordinal))
            {
                errors.Add(new RequestError(path, $"must be {string.Join(" or ", Words)}"));
            }
        }
        else if (text is null || text.Length > Longest || text.Length < Shortest)
        {
            errors.Add(new RequestError(
                path,
                Shortest > 0
                    ? $"must be a text of {Shortest} to {Longest} characters"
                    : $"must be a text of at most {Longest} characters"));
        }
    }
}
