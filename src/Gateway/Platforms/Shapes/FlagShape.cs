using System.Text.Json;
using WxYarpGateway.Gateway.Answers;

namespace WxYarpGateway.Gateway.Platforms.Shapes;

/// <summary>True or false.</summary>
internal sealed record FlagShape : Shape
{
    /// <inheritdoc/>
    public override void Check(JsonElement value, string path, List<RequestError> errors)
    {
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            errors.Add(new RequestError(path, "must be true or false"));
        }
    }
}
