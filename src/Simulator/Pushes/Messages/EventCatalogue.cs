using System.Text.Json;
using System.Text.Json.Nodes;

namespace WxYarpGateway.Simulator.Pushes.Messages;

/// <summary>Has sample fields for all events of Channels shops, and for those of official accounts with one form in XML and JSON.</summary>
public static class EventCatalogue
{
    private const string Resource = "events.json";

    private static readonly JsonDocumentOptions WithComments = new() { CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Gets the names of the events.</summary>
    public static IReadOnlyList<string> Names => [.. Read().Select(entry => entry.Key)];

    internal static JsonObject FieldsOf(string name) =>
        Read()[name] as JsonObject
        ?? throw new ArgumentException($"The event '{name}' has no sample fields. The verb 'events' lists those that have.", nameof(name));

    // Parsed each time, since a JSON node belongs to one message only.
    private static JsonObject Read()
    {
        using var file = typeof(EventCatalogue).Assembly.GetManifestResourceStream(Resource)!;
        return JsonNode.Parse(file, documentOptions: WithComments)!.AsObject();
    }
}
