using System.Security.Authentication;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.Gateway.Commands;

/// <summary>Writes routes and clusters in the form in which YARP reads them from <c>appsettings.json</c>.</summary>
internal static class ProxyJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new SslProtocolsConverter(), new JsonStringEnumConverter() },
    };

    /// <summary>Returns the JSON of a <c>ReverseProxy</c> section.</summary>
    public static string Write(IEnumerable<RouteConfig> routes, IEnumerable<ClusterConfig> clusters)
        => new JsonObject
        {
            ["Routes"] = Named(routes, nameof(RouteConfig.RouteId)),
            ["Clusters"] = Named(clusters, nameof(ClusterConfig.ClusterId)),
        }.ToJsonString(Options);

    /// <summary>Returns an object with each item under its id.</summary>
    private static JsonObject Named<T>(IEnumerable<T> items, string id)
    {
        var named = new JsonObject();
        foreach (var item in items)
        {
            var json = JsonSerializer.SerializeToNode(item, Options)!.AsObject();
            var name = json[id]!.GetValue<string>();
            json.Remove(id);
            named.Add(name, json);
        }

        return named;
    }

    /// <summary>Writes the protocols as a list, because YARP reads them so.</summary>
    private sealed class SslProtocolsConverter : JsonConverter<SslProtocols>
    {
        public override SslProtocols Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, SslProtocols value, JsonSerializerOptions options)
            => JsonSerializer.Serialize(writer, value.ToString().Split(", "), options);
    }
}
