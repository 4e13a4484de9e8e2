using System.Text;
using WxYarpGateway.Platform.Releases.Orders;

namespace WxYarpGateway.Platform.Tests.Releases;

/// <summary>Orders are read strictly, and come out again as they went in.</summary>
public sealed class OrderReaderTests
{
    private const string Whole = """
        { "name": "3.2.0", "to": { "appids": ["wx1", "wx2"] }, "template_id": 12, "user_version": "3.2.0", "user_desc": "新版😀",
          "ext_json": { "extAppid": "$APPID$", "ext": { "shop": "$TAG:shop$" } }, "steps": ["commit","check","submit","release"],
          "audit": { "item_list": "FirstCategory", "privacy_api_not_use": false }, "replace_audit": false, "at_once": 8, "stop_after": 20,
          "release_at": null, "gray": [ { "percentage": 10, "for": "01:00:00" }, { "percentage": 100 } ] }
        """;

    [Fact]
    public void The_order_of_the_documentation_is_read()
    {
        var order = Read(Whole).Order!;

        Assert.Equal(["wx1", "wx2"], order.Target.AppIds.Select(appId => appId.Value));
        Assert.Equal((12, "3.2.0", "新版😀"), (order.TemplateId!.Value, order.UserVersion, order.UserDesc));
        Assert.True(order.Audit!.IsFirstCategory);
        Assert.Equal([new GrayStage(10, TimeSpan.FromHours(1)), new GrayStage(100, TimeSpan.Zero)], order.Gray);
        Assert.Equal((8, 20, null), (order.AtOnce, order.StopAfter, order.ReleaseAt));
    }

    [Fact]
    public void A_filed_order_is_the_same_as_the_one_that_was_read()
    {
        var order = Read(Whole).Order!;

        var filed = OrderReader.ReadFiled(order.Json);

        Assert.Equal(order.Json, filed.Json);
        Assert.Equal(order.Steps, filed.Steps);
        Assert.Equal(order.Gray, filed.Gray);
    }

    [Fact]
    public void An_order_of_a_newer_version_is_not_misunderstood()
        => Assert.Throws<FormatException>(() => OrderReader.ReadFiled("""{"to":{"all":true},"steps":["commit"],"a_new_key":1}"""));

    [Theory]
    [InlineData("""["commit"]""", true)]
    [InlineData("""["commit","check","submit"]""", true)]
    [InlineData("""["submit","release"]""", true)]
    [InlineData("""["release"]""", true)]
    [InlineData("""["undo"]""", true)]
    [InlineData("""["visit-open"]""", true)]
    [InlineData("""["speed-up"]""", true)]
    [InlineData("""["check"]""", false)]
    [InlineData("""["check","submit"]""", false)]
    [InlineData("""["commit","release"]""", false)]
    [InlineData("""["release","commit"]""", false)]
    [InlineData("""["commit","commit"]""", false)]
    [InlineData("""["undo","commit"]""", false)]
    [InlineData("""[]""", false)]
    [InlineData("\"commit\"", false)]
    public void Steps_are_a_beginning_or_an_end_or_one_alone(string steps, bool isGood)
    {
        var commits = steps.Contains("commit", StringComparison.Ordinal) ? ""","template_id":1,"user_version":"1" """ : "";

        var reading = Read($$"""{"to":{"all":true},"steps":{{steps}}{{commits}}}""");

        Assert.Equal(isGood, reading.Order is not null);
        Assert.All(reading.Errors, error => Assert.StartsWith("steps", error.Path, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("[]", "")]
    [InlineData("{}", "template_id to user_version")]
    [InlineData("""{"to":{"all":true},"template_id":1,"user_version":"1","To":1}""", "To")]
    [InlineData("""{"to":{"all":true},"template_id":1,"template_id":2,"user_version":"1"}""", "template_id")]
    [InlineData("""{"to":{"all":true,"tag":"x"},"template_id":1,"user_version":"1"}""", "to")]
    [InlineData("""{"to":{"appids":[]},"template_id":1,"user_version":"1"}""", "to.appids")]
    [InlineData("""{"to":{"tag":""},"template_id":1,"user_version":"1"}""", "to.tag")]
    [InlineData("""{"to":{"all":true},"template_id":1.5,"user_version":"1"}""", "template_id")]
    [InlineData("""{"to":{"all":true},"template_id":1,"user_version":"1","ext_json":"[]"}""", "ext_json")]
    [InlineData("""{"to":{"all":true},"template_id":1,"user_version":"1","release_at":"2026-12-01T02:00:00"}""", "release_at")]
    [InlineData("""{"to":{"all":true},"template_id":1,"user_version":"1","at_once":65}""", "at_once")]
    [InlineData("""{"to":{"all":true},"template_id":1,"user_version":"1","audit":{"item_list":"First"}}""", "audit.item_list")]
    [InlineData("""{"to":{"all":true},"template_id":1,"user_version":"1","gray":[]}""", "gray")]
    [InlineData("""{"to":{"all":true},"template_id":1,"user_version":"1","gray":[{"percentage":10},{"percentage":100}]}""", "gray[0].for")]
    [InlineData(
        """{"to":{"all":true},"template_id":1,"user_version":"1","gray":[{"percentage":10,"for":"24:00:00"},{"percentage":100}]}""",
        "gray[0].for")]
    [InlineData(
        """{"to":{"all":true},"template_id":1,"user_version":"1","gray":[{"percentage":10,"for":"5"},{"percentage":100}]}""", "gray[0].for")]
    [InlineData(
        """{"to":{"all":true},"template_id":1,"user_version":"1","gray":[{"percentage":50,"for":"01:00:00"},{"percentage":50}]}""",
        "gray[1].percentage gray[1].percentage")]
    [InlineData("""{"to":{"all":true},"steps":["release"],"template_id":1}""", "template_id")]
    [InlineData("""{"to":{"all":true},"steps":["commit"],"template_id":1,"user_version":"1","gray":[{"percentage":100}]}""", "gray")]
    public void Each_error_is_told_by_its_path(string json, string paths)
        => Assert.Equal(paths, string.Join(' ', Read(json).Errors.Select(error => error.Path).Order(StringComparer.Ordinal)));

    [Fact]
    public void An_ext_json_of_64_KiB_is_taken_and_a_larger_one_is_too_large()
    {
        var filling = new string('x', ReleaseOrder.LargestExtJson - """{"a":""}""".Length);

        Assert.NotNull(Read(Order(filling)).Order);
        Assert.True(Read(Order(filling + "x")).IsTooLarge);

        static string Order(string text) => $$$"""{"to":{"all":true},"template_id":1,"user_version":"1","ext_json":{"a":"{{{text}}}"}}""";
    }

    [Theory]
    [InlineData("""{"a":["$APPID$","x$APPID$y",1,null,true,{"b":"$TAG:shop$"}]}""", """{"a":["wx1","xwx1y",1,null,true,{"b":"4711"}]}""")]
    [InlineData("""{"a":"$TAG:vip$ $APPID $TAG:$ $NAME$ 店😀"}""", """{"a":"vip $APPID $TAG:$ $NAME$ 店😀"}""")]
    public void Templates_are_filled_in_texts_and_everything_else_stays(string template, string filled)
    {
        using var json = System.Text.Json.JsonDocument.Parse(template);

        var (text, missing) = ExtJsonTemplate.Fill(json.RootElement, "wx1", ["retail", "shop:4711", "vip"]);

        Assert.Null(missing);
        using var actual = System.Text.Json.JsonDocument.Parse(text);
        using var expected = System.Text.Json.JsonDocument.Parse(filled);
        Assert.True(System.Text.Json.JsonElement.DeepEquals(expected.RootElement, actual.RootElement), text);
        Assert.DoesNotContain("\\u5e97", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_tag_that_the_mini_program_lacks_is_named()
    {
        using var json = System.Text.Json.JsonDocument.Parse("""{"a":"$TAG:shop$"}""");

        Assert.Equal("shop", ExtJsonTemplate.Fill(json.RootElement, "wx1", ["shops:1"]).Missing);
    }

    private static OrderReading Read(string json) => OrderReader.Read(Encoding.UTF8.GetBytes(json));
}
