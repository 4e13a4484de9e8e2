using System.Text.Json;
using WxYarpGateway.Gateway.Answers;

namespace WxYarpGateway.Gateway.Platforms.Shapes;

/// <summary>A list of a certain length, whose entries have one shape.</summary>
internal sealed record ListShape(Shape Entry, int Longest, int Shortest = 0) : Shape
{
    /// <inheritdoc/>
    public override void Check(JsonElement value, string path, List<RequestError> errors)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > Longest || value.GetArrayLength() < Shortest)
        {
            errors.Add(new RequestError(path, $"must be a list of {Shortest} to {Longest} entries"));
            return;
        }

        var index = 0;
        foreach (var entry in value.EnumerateArray())
        {
            Entry.Check(entry, $"{path}[{index++}]", errors);
        }
    }
}
