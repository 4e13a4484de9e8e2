using System.Text.Json;
using WxYarpGateway.Gateway.Answers;

namespace WxYarpGateway.Gateway.Platforms.Shapes;

/// <summary>What a value of a body must look like. All errors are named, each with its path.</summary>
internal abstract record Shape
{
    /// <summary>Gets a value indicating whether an object must have it.</summary>
    public bool IsNeeded { get; init; }

    /// <summary>Adds what is wrong with a value.</summary>
    public abstract void Check(JsonElement value, string path, List<RequestError> errors);
}
