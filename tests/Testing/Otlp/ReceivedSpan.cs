namespace WxYarpGateway.Testing.Otlp;

/// <summary>A span as a collector gets it.</summary>
public sealed record ReceivedSpan(
    string Source, string Name, string TraceId, string SpanId, string ParentId, bool IsError, string Status, IReadOnlyDictionary<string,
        string> Tags, IReadOnlyList<string> LinkedTraces)
{
    private const ulong Error = 2;

    /// <summary>Returns a tag, or an empty text.</summary>
    public string this[string tag] => Tags.GetValueOrDefault(tag, "");

    public override string ToString()
        => $"{Source} '{Name}' {TraceId}/{SpanId}<{ParentId} {(IsError ? "error " + Status : "")} " +
            $"{string.Join(' ', Tags.Select(tag => $"{tag.Key}={tag.Value}"))}";

    internal static IEnumerable<ReceivedSpan> Of(WireMessage request)
        => from scope in request.Messages(1, 2)
           from span in scope.Messages(2)
           let status = span.Messages(15).FirstOrDefault()
           select new ReceivedSpan(
               scope.Messages(1).First().Text(1),
               span.Text(5),
               span.Hex(1),
               span.Hex(2),
               span.Hex(4),
               status?.Number(3) == Error,
               status?.Text(2) ?? "",
               span.Attributes(9),
               [.. span.Messages(13).Select(link => link.Hex(1))]);
}
