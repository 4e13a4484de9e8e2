using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using WxYarpGateway.Transforms.Pipeline.Formats;
using WxYarpGateway.Transforms.Pipeline.Telemetry;

namespace WxYarpGateway.Platform.Records.Bodies;

/// <summary>Writes the steps of pushes as JSON for their records, one push at a time.</summary>
internal sealed class RecordSteps : IDisposable
{
    private const int Usual = 512;
    private const int LongestNumber = 24;
    private const long TicksOfHundredth = TimeSpan.TicksPerMillisecond / 100;

    private readonly ArrayBufferWriter<byte> _written = new(Usual);
    private readonly Utf8JsonWriter _json;

    public RecordSteps() => _json = new Utf8JsonWriter(_written, MessageJson.ToBackend);

    /// <summary>Returns the JSON; empty when no times were taken.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="route">The rule and the backend, which the step <c>routed</c> tells.</param>
    public string Write(IReadOnlyList<PushStep> steps, RecordedRoute? route)
    {
        if (steps.Count == 0)
        {
            return "";
        }

        _written.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartArray();
        var at = 0L;
        for (var index = 0; index < steps.Count; index++)
        {
            // Rounded so that each begins where the one before ended.
            var step = steps[index];
            var until = HundredthsOf(step.At + step.Took);
            _json.WriteStartObject();
            _json.WriteString("name"u8, step.Name);
            WriteMilliseconds("at_ms"u8, at);
            WriteMilliseconds("took_ms"u8, until - at);
            _json.WriteString("detail"u8, step.Name == "routed" && route is not null ? DetailOf(route, step.Detail) : step.Detail);
            _json.WriteEndObject();
            at = until;
        }

        _json.WriteEndArray();
        _json.Flush();
        return Encoding.UTF8.GetString(_written.WrittenSpan);
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private static long HundredthsOf(TimeSpan time) => (time.Ticks + (TicksOfHundredth / 2)) / TicksOfHundredth;

    private static string DetailOf(RecordedRoute route, string detail)
        => route.Rule.Length > 0 ? $"rule {route.Rule}, {detail}" : detail;

    private void WriteMilliseconds(ReadOnlySpan<byte> name, long hundredths)
    {
        var (whole, rest) = Math.DivRem(hundredths, 100);
        _json.WritePropertyName(name);
        if (rest == 0)
        {
            _json.WriteNumberValue(whole);
            return;
        }

        Span<byte> text = stackalloc byte[LongestNumber];
        Utf8Formatter.TryFormat(whole, text, out var length);
        text[length++] = (byte)'.';
        text[length++] = (byte)('0' + (rest / 10));
        if (rest % 10 > 0)
        {
            text[length++] = (byte)('0' + (rest % 10));
        }

        _json.WriteRawValue(text[..length], skipInputValidation: true);
    }
}
