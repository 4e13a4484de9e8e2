using System.Text.Json;
using WxYarpGateway.Testing.Files;

namespace WxYarpGateway.Gateway.Tests.Configuration;

public sealed class SchemaTests
{
    private static readonly JsonDocumentOptions Jsonc = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>
    /// To write the schema anew after a change of the options: <c>UPDATE_SCHEMA=1 dotnet test tests/Gateway.Tests --filter SchemaTests</c>.
    /// </summary>
    [Fact]
    public void The_schema_is_what_the_options_make_it()
    {
        var file = PathOf("docs", "appsettings.schema.json");
        var schema = SchemaWriter.Write();
        if (Environment.GetEnvironmentVariable("UPDATE_SCHEMA") == "1")
        {
            File.WriteAllText(file, schema);
        }

        Assert.Equal(schema, File.ReadAllText(file));
    }

    [Fact]
    public void Every_key_is_described()
    {
        using var schema = JsonDocument.Parse(SchemaWriter.Write());

        Assert.All(Properties(schema.RootElement).Where(property => property.Name != "$schema"), property =>
            Assert.True(property.Name is "Routes" or "Clusters"
                || property.Value.GetProperty("description").GetString() is { Length: > 10 }, property.Name));
    }

    [Theory]
    [InlineData("appsettings.json")]
    [InlineData("deploy/gateway.json")]
    public void Files_of_ours_use_only_keys_of_the_schema(string name)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(PathOf(name.Split('/'))), Jsonc);
        using var schema = JsonDocument.Parse(SchemaWriter.Write());

        AssertFits(file.RootElement, schema.RootElement, name);
    }

    [Fact]
    public void The_file_that_ops_edit_names_the_schema_for_their_editor()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(PathOf("appsettings.json")), Jsonc);

        Assert.True(File.Exists(PathOf(file.RootElement.GetProperty("$schema").GetString()!.Split('/'))));
    }

    private static void AssertFits(JsonElement value, JsonElement schema, string path)
    {
        if (schema.TryGetProperty("then", out var ofPlatform))
        {
            var isPlatform = value.TryGetProperty("Kind", out var kind) && kind.GetString() == "Platform";
            schema = isPlatform ? ofPlatform : schema.GetProperty("else");
        }

        if (value.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("type", out var type) || type.ToString() != "object")
        {
            return;
        }

        foreach (var member in value.EnumerateObject())
        {
            if (schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(member.Name, out var known))
            {
                AssertFits(member.Value, known, $"{path}:{member.Name}");
            }
            else if (schema.TryGetProperty("additionalProperties", out var others))
            {
                Assert.True(others.ValueKind == JsonValueKind.Object, $"{path}:{member.Name} is not in the schema.");
                AssertFits(member.Value, others, $"{path}:{member.Name}");
            }
        }
    }

    private static IEnumerable<JsonProperty> Properties(JsonElement schema)
    {
        var own = schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().ToList() : [];
        var others = schema.TryGetProperty("additionalProperties", out var additional) && additional.ValueKind == JsonValueKind.Object
            ? Properties(additional) : [];
        var chosen = schema.TryGetProperty("then", out var then) ? Properties(then).Concat(Properties(schema.GetProperty("else"))) : [];
        return own.Concat(own.SelectMany(property => Properties(property.Value))).Concat(others).Concat(chosen);
    }

    private static string PathOf(params string[] parts) => Path.Combine([Repository.Root, .. parts]);
}
