using System.Text.Json;
using System.Text.Json.Nodes;

namespace WxYarpGateway.Simulator.Pushes;

/// <summary>Knows what events carry: sample fields for every event of Channels shops, and for those of official accounts that are one and the same in XML and JSON.</summary>
public static class EventCatalogue
{
    private const string Resource = "events.json";

    private static readonly JsonDocumentOptions WithComments = new() { CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Gets the names of all of them.</summary>
    public static IReadOnlyList<string> Names => [.. Read().Select(entry => entry.Key)];

    internal static JsonObject FieldsOf(string name) =>
        Read()[name] as JsonObject ?? throw new ArgumentException($"There are no sample fields for the event '{name}'; the verb 'events' lists those that have some.", nameof(name));

    // Read anew each time, since a node may belong to one message only.
    private static JsonObject Read()
    {
        using var file = typeof(EventCatalogue).Assembly.GetManifestResourceStream(Resource)!;
        return JsonNode.Parse(file, documentOptions: WithComments)!.AsObject();
    }
}
