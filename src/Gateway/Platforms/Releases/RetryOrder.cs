using System.Text.Json;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Platform.Releases;

namespace WxYarpGateway.Gateway.Platforms.Releases;

/// <summary>
/// Reads <c>{"states":["Failed"]}</c>: with which mini programs a release goes on. Without a body, those that failed.
/// </summary>
internal static class RetryOrder
{
    private static readonly string Problem = $"must be a list of {string.Join(", ", ReleaseDesk.Retriable)}";

    /// <summary>Reads it.</summary>
    public static (IReadOnlyCollection<ItemState> States, GatewayError? Error) Read(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            return ([ItemState.Failed], null);
        }

        var errors = new List<RequestError>();
        var states = new HashSet<ItemState>();
        try
        {
            using var json = JsonDocument.Parse(body);
            Read(json.RootElement, states, errors);
        }
        catch (JsonException)
        {
            errors.Add(new RequestError("", "is not JSON"));
        }

        return (states, errors.Count > 0 ? GatewayError.Refused(errors) : null);
    }

    private static void Read(JsonElement root, HashSet<ItemState> states, List<RequestError> errors)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            errors.Add(new RequestError("", "must be a JSON object"));
            return;
        }

        foreach (var member in root.EnumerateObject())
        {
            if (member.Name != "states")
            {
                errors.Add(new RequestError(member.Name, "is not a known key; known is states"));
            }
            else if (member.Value.ValueKind != JsonValueKind.Array || member.Value.GetArrayLength() == 0)
            {
                errors.Add(new RequestError("states", Problem));
            }
            else
            {
                foreach (var (index, entry) in member.Value.EnumerateArray().Index())
                {
                    var text = entry.ValueKind == JsonValueKind.String ? entry.GetString() : null;
                    if (ReleaseQuestion.StateOf(text) is { } state && ReleaseDesk.Retriable.Contains(state))
                    {
                        states.Add(state);
                    }
                    else
                    {
                        errors.Add(new RequestError($"states[{index}]", Problem.Replace("a list", "one", StringComparison.Ordinal)));
                    }
                }
            }
        }

        if (states.Count == 0 && errors.Count == 0)
        {
            errors.Add(new RequestError("states", Problem));
        }
    }
}
