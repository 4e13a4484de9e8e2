using System.Buffers;
using System.Text;
using System.Text.Json;
using WxYarpGateway.Transforms.Pipeline.Formats;
using WxYarpGateway.Transforms.Pipeline.Telemetry;

namespace WxYarpGateway.Platform.Records.Bodies;

/// <summary>Writes the steps of a push as JSON for its record.</summary>
internal static class RecordSteps
{
    private const int Usual = 512;
    private const int Decimals = 2;

    /// <summary>Returns the JSON; empty when no times were taken.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="route">The rule and the backend, which the step <c>routed</c> tells.</param>
    public static string Write(IReadOnlyList<PushStep> steps, RecordedRoute? route)
    {
        if (steps.Count == 0)
        {
            return "";
        }

        var written = new ArrayBufferWriter<byte>(Usual);
        using (var json = new Utf8JsonWriter(written, MessageJson.ToBackend))
        {
            json.WriteStartArray();
            var at = 0m;
            foreach (var step in steps)
            {
                // Rounded so that each begins where the one before ended.
                var until = Rounded(step.At + step.Took);
                json.WriteStartObject();
                json.WriteString("name"u8, step.Name);
                json.WriteNumber("at_ms"u8, at);
                json.WriteNumber("took_ms"u8, until - at);
                json.WriteString("detail"u8, step.Name == "routed" && route is not null ? DetailOf(route, step.Detail) : step.Detail);
                json.WriteEndObject();
                at = until;
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(written.WrittenSpan);
    }

    private static decimal Rounded(TimeSpan time) => Math.Round((decimal)time.TotalMilliseconds, Decimals);

    private static string DetailOf(RecordedRoute route, string detail)
        => route.Rule.Length > 0 ? $"rule {route.Rule}, {detail}" : detail;
}
