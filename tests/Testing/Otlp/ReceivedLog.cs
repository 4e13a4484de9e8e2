namespace WxYarpGateway.Testing.Otlp;

/// <summary>A log line as a collector gets it.</summary>
public sealed record ReceivedLog(string Category, string Text, string TraceId, IReadOnlyDictionary<string, string> Fields)
{
    internal static IEnumerable<ReceivedLog> Of(WireMessage request)
        => from scope in request.Messages(1, 2)
           from line in scope.Messages(2)
           select new ReceivedLog(scope.Messages(1).FirstOrDefault()?.Text(1) ?? "", WireMessage.Value(line.Messages(5).FirstOrDefault()),
               line.Hex(9), line.Attributes(6));
}
