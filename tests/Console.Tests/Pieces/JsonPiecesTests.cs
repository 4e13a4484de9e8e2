using System.Globalization;
using Bunit;
using WxYarpGateway.Console.Access;
using WxYarpGateway.Console.Pieces;
using WxYarpGateway.Console.Tests.Fixtures;

namespace WxYarpGateway.Console.Tests.Pieces;

public sealed class JsonPiecesTests
{
    [Fact]
    public void The_pieces_are_the_text_with_indents()
    {
        var pieces = JsonPieces.Of("""{"名":"a\"b","n":-1.5,"t":[true,null]}""")!;

        Assert.Equal(
            "{\n  \"名\": \"a\\\"b\",\n  \"n\": -1.5,\n  \"t\": [\n    true,\n    null\n  ]\n}",
            string.Concat(pieces.Select(piece => piece.Text)).ReplaceLineEndings("\n"));
        Assert.Equal("-1.5", pieces.Single(piece => piece.Kind == "number").Text);
        Assert.Equal(["\"名\"", "\"n\"", "\"t\""], pieces.Where(piece => piece.Kind == "name").Select(piece => piece.Text));
        Assert.Null(JsonPieces.Of("<xml>"));
    }

    [Theory]
    [InlineData("""{"x":"<script>alert(1)</script><img src=x onerror=alert(1)>"}""")]
    [InlineData("<script>alert(1)</script>")]
    public async Task What_others_wrote_is_text(string json)
    {
        await using var context = new PageContext(Roles.Viewer, "en");

        var view = context.Render<JsonView>(parameters => parameters.Add(component => component.Json, json));

        Assert.Empty(view.FindAll("script, img"));
        Assert.Contains("alert(1)", view.Find("pre").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_text_is_shortened()
    {
        await using var context = new PageContext(Roles.Viewer, "en");

        var view = context.Render<JsonView>(parameters => parameters.Add(component => component.Json, new string('x', 100_000)));

        Assert.Equal(64 * 1024, view.Find("pre").TextContent.Length);
        Assert.Contains((100_000 - (64 * 1024)).ToString(CultureInfo.InvariantCulture), view.Markup, StringComparison.Ordinal);
    }
}
