using System.Text.Json;
using WxYarpGateway.Gateway.Answers;

namespace WxYarpGateway.Gateway.Platforms.Shapes;

/// <summary>An object with these members and no other.</summary>
internal sealed record ObjectShape(params (string Name, Shape Shape)[] Members) : Shape
{
    private string Known => string.Join(", ", Members.Select(member => member.Name));

    /// <inheritdoc/>
    public override void Check(JsonElement value, string path, List<RequestError> errors)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            errors.Add(new RequestError(path, "must be a JSON object"));
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            var below = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
            if (!seen.Add(member.Name))
            {
                errors.Add(new RequestError(below, "is there twice"));
            }
            else if (Array.Find(Members, known => known.Name == member.Name).Shape is { } shape)
            {
                shape.Check(member.Value, below, errors);
            }
            else
            {
                errors.Add(new RequestError(below, Members.Length == 0 ? "is not a known key" : $"is not a known key; known are {Known}"));
            }
        }

        errors.AddRange(Members
            .Where(member => member.Shape.IsNeeded && !seen.Contains(member.Name))
            .Select(member => new RequestError(path.Length == 0 ? member.Name : $"{path}.{member.Name}", "is missing")));
    }
}
