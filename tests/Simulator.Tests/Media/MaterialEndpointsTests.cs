using System.Text.Json.Nodes;

namespace WxYarpGateway.Simulator.Tests.Media;

public sealed class MaterialEndpointsTests : SimulatorFixture
{
    private const string Add = "/cgi-bin/material/add_material";
    private const string Get = "/cgi-bin/material/get_material";

    [Fact]
    public async Task A_picture_comes_back_is_listed_counted_and_deleted()
    {
        var added = await UploadAsync($"{Add}?type=image", "a.png", [1, 2, 3]);
        var id = (string)added["media_id"]!;
        using var picture = await DownloadAsync(Get, $$"""{"media_id":"{{id}}"}""");

        Assert.Equal("image/png", picture.Content.Headers.ContentType!.MediaType);
        Assert.Equal([1, 2, 3], await picture.Content.ReadAsByteArrayAsync(Cancellation));
        var list = await ApiAsync("/cgi-bin/material/batchget_material", """{"type":"image","offset":0,"count":20}""");
        Assert.Equal(
            (1, 1, id, "a.png"),
            (
                (int)list["total_count"]!,
                (int)list["item_count"]!,
                (string)list["item"]![0]!["media_id"]!,
                (string)list["item"]![0]!["name"]!));
        Assert.Equal((string)added["url"]!, (string)list["item"]![0]!["url"]!);
        Assert.Equal(
            """{"voice_count":0,"video_count":0,"image_count":1,"news_count":0}""",
            (await ApiAsync("/cgi-bin/material/get_materialcount")).ToJsonString());
        Assert.Equal(0, await ErrorOfAsync("/cgi-bin/material/del_material", $$"""{"media_id":"{{id}}"}"""));
        Assert.Equal(40007, await ErrorOfAsync(Get, $$"""{"media_id":"{{id}}"}"""));
        Assert.Equal(40007, await ErrorOfAsync("/cgi-bin/material/del_material", $$"""{"media_id":"{{id}}"}"""));
    }

    [Fact]
    public async Task A_video_needs_a_title_and_is_downloaded_from_a_URL()
    {
        Assert.Equal(47001, (int)(await UploadAsync($"{Add}?type=video", "a.mp4", [1]))["errcode"]!);
        var description = ("description", """{"title":"片","introduction":"简介"}""");
        var id = (string)(await UploadAsync($"{Add}?type=video", "a.mp4", [9], null, description))["media_id"]!;

        var video = await ApiAsync(Get, $$"""{"media_id":"{{id}}"}""");
        using var file = await SendAsync(HttpMethod.Get, new Uri((string)video["down_url"]!).PathAndQuery);

        Assert.Equal(("片", "简介"), ((string)video["title"]!, (string)video["description"]!));
        Assert.Equal([9], await file.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task A_list_has_the_newest_first_and_at_most_twenty_in_a_page()
    {
        for (var number = 0; number < 3; number++)
        {
            await UploadAsync($"{Add}?type=image", $"{number}.png", [1]);
        }

        await UploadAsync($"{Add}?type=thumb", "thumb.jpg", [1]);
        var page = await ApiAsync("/cgi-bin/material/batchget_material", """{"type":"image","offset":1,"count":2}""");

        Assert.Equal(4, (int)page["total_count"]!);
        Assert.Equal(["2.png", "1.png"], page["item"]!.AsArray().Select(item => (string)item!["name"]!));
        Assert.Equal(40097, await ErrorOfAsync("/cgi-bin/material/batchget_material", """{"type":"image","offset":0,"count":21}"""));
        Assert.Equal(40097, await ErrorOfAsync("/cgi-bin/material/batchget_material", """{"type":"image","offset":-1,"count":1}"""));
        Assert.Equal(40004, await ErrorOfAsync("/cgi-bin/material/batchget_material", """{"type":"film","offset":0,"count":1}"""));
    }

    [Theory]
    [InlineData("film", "a.mp4", 40004)]
    [InlineData("image", "a.mp4", 40005)]
    public async Task Wrong_input_gets_its_errcode(string type, string name, int expected) =>
        Assert.Equal(expected, (int)(await UploadAsync($"{Add}?type={type}", name, [1]))["errcode"]!);

    [Fact]
    public async Task The_type_may_be_a_field_of_the_form_and_without_a_file_nothing_is_added()
    {
        Assert.NotNull((await UploadAsync(Add, "a.jpg", [1], null, ("type", "thumb")))["media_id"]);
        Assert.Equal(41005, await ErrorOfAsync($"{Add}?type=image", "text"));
        Assert.Null(JsonNode.Parse((await ApiAsync("/cgi-bin/material/get_materialcount")).ToJsonString())!["errcode"]);
    }
}
