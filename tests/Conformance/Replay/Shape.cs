using System.Text.Json;
using System.Text.RegularExpressions;

namespace WxYarpGateway.Conformance.Replay;

/// <summary>Compares what came with what was written down: numbers to the digit, texts to the letter or by pattern.</summary>
internal static class Shape
{
    private const string PatternMark = "~";

    /// <summary>Fails unless the JSON holds all that is expected of it; objects may hold more.</summary>
    public static void Holds(JsonElement expected, JsonElement actual, string path)
    {
        if (expected.ValueKind == JsonValueKind.String)
        {
            Assert.True(actual.ValueKind == JsonValueKind.String, $"{path} is {actual.GetRawText()}");
            Matches(expected.GetString(), actual.GetString(), path);
            return;
        }

        Assert.True(expected.ValueKind == actual.ValueKind, $"{path} is {actual.GetRawText()}");
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in expected.EnumerateObject())
                {
                    Assert.True(
                        actual.TryGetProperty(property.Name, out var value), $"{path}.{property.Name} is missing in {actual.GetRawText()}");
                    Holds(property.Value, value, $"{path}.{property.Name}");
                }

                break;
            case JsonValueKind.Array:
                Assert.True(expected.GetArrayLength() == actual.GetArrayLength(), $"{path} is {actual.GetRawText()}");
                foreach (var (index, (left, right)) in expected.EnumerateArray().Zip(actual.EnumerateArray()).Index())
                {
                    Holds(left, right, $"{path}[{index}]");
                }

                break;
            default:
                Assert.True(expected.GetRawText() == actual.GetRawText(), $"{path} is {actual.GetRawText()}");
                break;
        }
    }

    /// <summary>Fails unless a text is as expected; <see langword="null"/> expects that there is none.</summary>
    public static void Matches(string? expected, string? actual, string path)
    {
        var isIt = expected?.StartsWith(PatternMark, StringComparison.Ordinal) == true
            ? actual is not null && Regex.IsMatch(actual, expected[PatternMark.Length..])
            : actual == expected;
        Assert.True(isIt, $"{path} is '{actual}', not '{expected}'");
    }
}
