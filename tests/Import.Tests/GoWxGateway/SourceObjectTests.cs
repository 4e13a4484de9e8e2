using System.Text.Json;
using WxYarpGateway.Import.GoWxGateway;
using WxYarpGateway.Testing.Processes;

namespace WxYarpGateway.Import.Tests.GoWxGateway;

public sealed class SourceObjectTests : IDisposable
{
    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Fact]
    public void The_case_of_keys_does_not_matter() => Assert.Equal("x", Read("""{ "Listen-HOST": "x" }""").Text("listen-host").Value);

    [Fact]
    public void Of_a_repeated_key_the_last_counts()
    {
        var found = Read("""{ "listen-host": "x", "LISTEN-HOST": "y" }""").Text("listen-host");

        Assert.Equal("y", found.Value);
        Assert.Equal(["listen-host was written more than once; the last one counted"], found.Notes);
    }

    [Theory]
    [InlineData("12345678901234567890", "12345678901234567890", "listen-host was a number in place of text")]
    [InlineData("true", "", "listen-host must be text, and is true or false: it is left out (go-wx-gateway did not start with it)")]
    [InlineData("{}", "", "listen-host must be text, and is an object: it is left out (go-wx-gateway did not start with it)")]
    [InlineData("[\"a\"]", "", "listen-host must be text, and is a list: it is left out (go-wx-gateway did not start with it)")]
    public void A_value_of_another_type_is_taken_if_it_can_be_and_named(string value, string text, string note)
    {
        var found = Read($$"""{ "listen-host": {{value}} }""").Text("listen-host");

        Assert.Equal(text, found.Value);
        Assert.Equal([note], found.Notes);
    }

    [Fact]
    public void Null_is_nothing()
    {
        var source = Read("""{ "listen-host": null, "listen-port": null, "dont-append-userinfo": null, "common-endpoints": null }""");

        Assert.Equal(("", 0), (source.Text("listen-host").Value, source.Text("listen-host").Notes.Count));
        Assert.Null(source.Number("listen-port").Value);
        Assert.Null(source.Flag("dont-append-userinfo").Value);
        Assert.Empty(source.Object("common-endpoints").Notes);
    }

    [Theory]
    [InlineData("""{ "services": [ { "name": "a", "wx-params": { "token": "t", "app-id": "x", "word": 1 } } ] }""", "word")]
    [InlineData("""{ "services": [ { "name": "a", "wx-params": { "token": "t" }, "token": "misplaced" } ] }""", "token")]
    [InlineData("""{ "services": [ { "name": "a", "wx-params": { "token": "t" }, "listen-endpoints": { "path": {} } } ] }""", "path")]
    [InlineData(
        """{ "services": [ { "name": "a", "wx-params": { "token": "t" } } ], "common-endpoints": { "wx-qr的参数说明": "s=" } }""",
        "wx-qr的参数说明")]
    [InlineData("""{ "services": [ { "name": "a", "wx-params": { "token": "t" } } ], "listen": [[[1]]] }""", "listen")]
    public async Task A_key_that_nothing_reads_is_named_and_its_value_is_not(string json, string key)
    {
        var imported = await Imported.OfAsync(_workplace, json);

        imported.Says($"\"{key}\" is not a key of go-wx-gateway, and is left out");
        Assert.DoesNotContain("misplaced", imported.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_in_place_of_text_is_named()
    {
        var imported = await Imported.OfAsync(_workplace, """
            { "common-endpoints": "none", "services": [ { "name": "a", "wx-params": "none", "listen-endpoints": [] } ] }
            """);

        imported.Says("common-endpoints must be an object, and is other text");
        imported.Says("wx-params must be an object, and is other text");
        imported.Says("listen-endpoints must be an object, and is a list");
    }

    /// <summary>A key that is read must be a known one, or it would be named as one that nothing reads.</summary>
    [Fact]
    public void Every_key_is_known()
    {
        var constants = typeof(GoGatewayKeys).GetFields()
            .Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!)
            .Concat(GoGatewayKeys.Endpoints.Select(endpoint => endpoint.Key));

        var parts = GoGatewayKeys.All.SelectMany(known => known.Path.Split('.')).Select(Name).ToHashSet();
        Assert.All(constants, key => Assert.Contains(Name(key), parts));
        Assert.All(GoGatewayKeys.All, known => Assert.True(GoGatewayKeys.IsKnown(known.Path)));
        Assert.False(GoGatewayKeys.IsKnown("services[].wx"));
        Assert.False(GoGatewayKeys.IsKnown(""));
    }

    private static string Name(string key) => key.TrimEnd('[', ']');

    private static SourceObject Read(string json) => new(JsonDocument.Parse(json).RootElement, "");
}
